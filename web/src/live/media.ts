import { BrowserPeer, type LineGuard, type Peer, type PeerOptions, type PeerState } from "./peer";
import type { SlotCounts, Slots } from "./protocol";
import { type Source, SOURCES } from "./room-view";
import { OfferLost } from "./link";
import type { StatisticsEntry } from "./statistics";

/** How media stands: `off` before the first welcome, `failed` only between two tries. */
export type MediaState = "off" | PeerState;

/** Who is seen in a slot, and how: `layer` from S2T2 down to S0T0, or none; `paused`: nothing can come now. */
export interface Seat {
  readonly mid: string;
  readonly participant: string;
  readonly layer: string;
  readonly paused: boolean;
  readonly stream: MediaStream;
}

/** What comes in. Never changed in place. */
export interface Incoming {
  readonly seats: ReadonlyMap<string, Seat>;
  /** One for each audio slot, whoever is in it: all of them have to be played. */
  readonly sounds: readonly MediaStream[];
  /** How many people could be shown beside the host, and the page after this one. */
  readonly tiles: number;
  readonly next: number | null;
}

export const NOTHING_INCOMING: Incoming = { seats: new Map(), sounds: [], tiles: 0, next: null };

export interface MediaOptions {
  /** The answer to an offer; rejects with OfferLost when the conversation is interrupted. */
  readonly offer: (sdp: string) => Promise<string>;
  readonly changed: () => void;
  readonly guard?: LineGuard | null;
  readonly iceServers?: readonly RTCIceServer[];
  readonly open?: (options: PeerOptions) => Peer;
}

/** What a welcome says about media. */
export interface MediaTerms {
  readonly publishes: readonly Source[];
  readonly slots: SlotCounts;
  /** The relay still has the connection of before. */
  readonly media: boolean;
}

const CONNECT_MS = 10_000;
/** So long an interruption may mend itself before a new path is looked for. */
const MENDING_MS = 1000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;

/**
 * Our connection to the media plane, which outlives its peers.
 *
 * A change of network is an ICE restart on the same peer; what can't be mended so gets a new peer, with the same tracks.
 * People who come and go change nothing here but who is in which slot.
 */
export class MediaConnection {
  readonly #options: MediaOptions;
  readonly #open: (options: PeerOptions) => Peer;
  readonly #tracks = new Map<Source, MediaStreamTrack>();
  #terms: MediaTerms | null = null;
  #peer: Peer | null = null;
  #slots: Slots | null = null;
  #incoming = NOTHING_INCOMING;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #online = false;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#open = options.open ?? ((peer) => new BrowserPeer(peer));
  }

  get state(): MediaState {
    return this.#peer?.state ?? "off";
  }

  incoming(): Incoming {
    return this.#incoming;
  }

  /** We are in the room, for the first time or again: go on with what the relay still has, or begin anew. */
  welcome(terms: MediaTerms): void {
    this.#terms = terms;
    this.#online = true;
    this.#failures = 0;
    const peer = this.#peer;
    if (peer === null || !terms.media || peer.state === "failed") this.#renew();
    else if (peer.state !== "connected") this.#negotiate(peer, true);
  }

  /** The conversation with the relay is interrupted: nothing can be offered until the next welcome. */
  offline(): void {
    this.#online = false;
    this.#clearTimer();
  }

  /** This device's network is another one: find a path on it. */
  networkChanged(): void {
    if (this.#peer !== null && this.#online) this.#negotiate(this.#peer, true);
  }

  /** Who is where from now on. */
  seat(slots: Slots): void {
    this.#slots = slots;
    this.#show();
  }

  /** Send this track of a source from now on, or nothing. */
  send(source: Source, track: MediaStreamTrack | null): void {
    if (track === null) this.#tracks.delete(source);
    else this.#tracks.set(source, track);
    this.#peer?.send(source, track).catch(() => undefined); // its connection was closed: the next one gets the track
  }

  async statistics(): Promise<Iterable<StatisticsEntry>> {
    return (await this.#peer?.statistics()) ?? [];
  }

  close(): void {
    this.#terms = null;
    this.offline();
    this.#peer?.close();
    this.#peer = null;
    this.#slots = null;
    this.#incoming = NOTHING_INCOMING;
  }

  #renew(): void {
    if (this.#terms === null) return;
    const { publishes, slots } = this.#terms;
    this.#peer?.close();
    const peer = this.#open({
      publishes,
      slots,
      iceServers: this.#options.iceServers ?? [],
      guard: this.#options.guard ?? null,
      changed: () => {
        if (this.#peer === peer) this.#follow(peer);
      },
    });
    this.#peer = peer;
    for (const source of SOURCES) {
      const track = this.#tracks.get(source);
      if (track !== undefined) void peer.send(source, track).catch(() => undefined);
    }
    this.#negotiate(peer, false);
    this.#show();
  }

  #negotiate(peer: Peer, restart: boolean): void {
    this.#later(CONNECT_MS, () => {
      if (peer.state !== "connected") this.#failed(peer);
    });
    peer.negotiate(this.#options.offer, restart).then(
      () => {
        if (this.#peer === peer) this.#show();
      },
      (error: unknown) => {
        // With the conversation lost the next welcome decides; anything else means that the two don't fit.
        if (!(error instanceof OfferLost)) this.#failed(peer);
      },
    );
  }

  #follow(peer: Peer): void {
    if (peer.state === "connected") {
      this.#failures = 0;
      this.#clearTimer();
    } else if (peer.state === "interrupted") {
      this.#later(MENDING_MS, () => {
        if (peer.state === "interrupted") this.#negotiate(peer, true);
      });
    } else if (peer.state === "failed") this.#failed(peer);
    this.#options.changed();
  }

  #failed(peer: Peer): void {
    if (this.#peer !== peer || !this.#online) return;
    this.#failures += 1;
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    this.#later(wait, () => {
      this.#renew();
    });
    this.#options.changed();
  }

  #later(wait: number, act: () => void): void {
    this.#clearTimer();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#online) act();
    }, wait);
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #show(): void {
    const streams = this.#peer?.streams() ?? new Map<string, MediaStream>();
    const seats = new Map<string, Seat>();
    for (const { mid, participant, layer, paused } of this.#slots?.video ?? []) {
      const stream = streams.get(mid);
      if (participant !== null && stream !== undefined) seats.set(participant, { mid, participant, layer, paused, stream });
    }
    const sounds = [...streams.values()].filter((stream) => stream.getAudioTracks().length > 0);
    this.#incoming = { seats, sounds, tiles: this.#slots?.tiles ?? 0, next: this.#slots?.next ?? null };
    this.#options.changed();
  }
}

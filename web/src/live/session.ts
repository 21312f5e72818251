import { LogClock } from "./clock";
import type { Failure } from "../socket/closing";
import type { Phase } from "../socket/reconnecting";
import { browserCipher, type Cipher, Confidentiality } from "./confidentiality";
import type { FrameCounts } from "./encryption/line";
import { transformSupport } from "./encryption/transform";
import type { Told } from "./link";
import type { LocalMedia } from "./local-media";
import { MediaConnection, type MediaOptions } from "./media";
import type { LineGuard } from "./peer";
import type { Action, Welcome } from "./protocol";
import { follow, hostOf, participantOf, type RoomState, UNKNOWN_ROOM } from "./room";
import type { MeetingKind, Sharing, Source } from "./room-view";
import type { LiveService } from "./service";
import { Signalling, type SignallingOptions } from "./signalling";
import { EMPTY, type Layout, type LiveSnapshot } from "./snapshot";
import { NO_STATISTICS, type PeerStatistics, StatisticsReader } from "./statistics";

export interface LiveSessionOptions {
  readonly meetingId: string;
  readonly me: string;
  /** As the API says it: a relay that says otherwise is not believed, for it decides what is encrypted. */
  readonly kind: MeetingKind;
  /** Who shall see our camera, as chosen before; null leaves it as the room has it. */
  readonly sharing: Sharing | null;
  readonly service: LiveService;
  /** Camera and microphone, as they were set in the lobby. They are let go when the session ends. */
  readonly local: LocalMedia;
  readonly signalling?: Partial<Pick<SignallingOptions, "open" | "chance">>;
  readonly peer?: MediaOptions["open"];
  /** The cipher of this browser; null when it can't encrypt frames. */
  readonly cipher?: (counted: (counts: FrameCounts) => void) => Cipher | null;
}

const STATISTICS_MS = 1000;
const VIEW_MS = 150;

const CANT_ENCRYPT: Failure = {
  code: "no-encryption",
  title: "This browser can't encrypt",
  detail:
    "One-on-one sessions are encrypted from end to end. That takes a current version of Chrome, Edge, Firefox or Safari, " +
    "and this page opened by its https address.",
  again: false,
};

const OTHER_KIND: Failure = {
  code: "other-kind",
  title: "This session is not what was agreed",
  detail: "The server treats it as another kind of session, so nothing is sent. Tell us about it, please.",
  again: false,
};

/** A live session: one object with all that a screen needs, from joining to the end. */
export class LiveSession {
  readonly clock = new LogClock();
  readonly local: LocalMedia;
  readonly #options: LiveSessionOptions;
  readonly #signalling: Signalling;
  readonly #media: MediaConnection;
  readonly #reader: StatisticsReader;
  readonly #listeners = new Set<() => void>();
  readonly #aborter = new AbortController();
  readonly #unsubscribe: () => void;
  #confidentiality: Confidentiality | null = null;
  #frames: FrameCounts | null = null;
  #room: RoomState = UNKNOWN_ROOM;
  #snapshot: LiveSnapshot = EMPTY;
  #statistics: PeerStatistics = NO_STATISTICS;
  #ticking: ReturnType<typeof setInterval> | null = null;
  #layout: Layout | null = null;
  #mids: readonly string[] = [];
  #viewing: ReturnType<typeof setTimeout> | null = null;
  /** What the room was told last of our camera and microphone. */
  #told: Record<Source, boolean> = { camera: false, microphone: false };
  #shared = false;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#signalling = new Signalling(this, {
      ...options.signalling,
      grant: (signal) => options.service.grant(signal),
      clock: this.clock,
    });
    const guard = this.#guard();
    this.#media = new MediaConnection({
      offer: (sdp) => this.#signalling.offer(sdp),
      changed: () => {
        this.#update({ media: this.#media.state, incoming: this.#media.incoming() });
      },
      guard,
      ...(options.peer === undefined ? {} : { open: options.peer }),
    });
    this.#reader = new StatisticsReader(this.clock);
    this.local = options.local;
    this.#unsubscribe = this.local.subscribe(() => {
      this.#devicesChanged();
    });
    this.#follow();
    this.#update({ devices: this.local.devices(), encryption: this.#confidentiality?.state() ?? null });
    if (options.kind === "one_on_one" && guard === null) this.#update({ state: "ended", failure: CANT_ENCRYPT });
    else this.#signalling.connect();
  }

  // -- what screens read --------------------------------------------------------------------------------------------

  snapshot = (): LiveSnapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Id of the room's log, which numbers of messages belong to. */
  get log(): string {
    return this.#room.log;
  }

  /** What was measured in the last second; not part of the snapshot, so that nothing is drawn anew for it. */
  statistics(): PeerStatistics {
    return this.#statistics;
  }

  /** Frames that went through encryption, and those that didn't; null without encryption. */
  frames(): FrameCounts | null {
    return this.#frames;
  }

  // -- what screens do ----------------------------------------------------------------------------------------------

  /** Do something in the room. Resolves when it is done for everybody; rejects with CommandRefused. */
  command(action: Action): Promise<void> {
    return this.#signalling.command(action);
  }

  /** What of the others is on screen; slots that aren't cost nothing. */
  show(layout: Layout): void {
    this.#layout = layout;
    // While a window is being resized, the last size of a moment is said.
    this.#viewing ??= setTimeout(() => {
      this.#viewing = null;
      this.#sayView();
    }, VIEW_MS);
  }

  /** Try again now: while reconnecting, or after an end that can be helped. */
  retry(): void {
    this.#confidentiality?.retry();
    if (this.#snapshot.failure?.code !== CANT_ENCRYPT.code) this.#signalling.connect();
  }

  /** Come in again with a new ticket, at once and with media as it is: rights or blocks have changed. */
  renew(): void {
    this.#signalling.interrupt();
  }

  /** Leave the session. The object is of no use afterwards. */
  leave(): void {
    this.#aborter.abort();
    this.#stopTicking();
    if (this.#viewing !== null) clearTimeout(this.#viewing);
    this.#signalling.close();
    this.#media.close();
    this.#confidentiality?.close();
    this.#unsubscribe();
    this.local.release();
    this.#listeners.clear();
  }

  // -- Listener of the conversation ---------------------------------------------------------------------------------

  standing(): { after: number; log: string } {
    return { after: this.#room.seq, log: this.#room.log };
  }

  welcome(message: Welcome): void {
    const { participant: id, role, moderates, publishes, kind } = message;
    if (kind !== this.#options.kind || id !== this.#options.me) {
      this.#signalling.close();
      this.#update({ state: "ended", failure: OTHER_KIND });
      return;
    }
    this.#update({ self: { id, role, moderates, publishes } });
    this.#roomChanged(follow(this.#room, message));
    this.#media.welcome(message);
    this.#sendTracks();
    this.#tellShare();
    this.#tellDevices();
    if (this.#layout !== null) this.#sayView();
    this.#ticking ??= setInterval(() => {
      void this.#tick();
    }, STATISTICS_MS);
  }

  told(message: Told): void {
    switch (message.type) {
      case "event":
      case "snapshot":
        this.#roomChanged(follow(this.#room, message));
        break;
      case "slots": {
        this.#media.seat(message);
        const mids = message.video.map((slot) => slot.mid);
        const same = mids.join() === this.#mids.join();
        this.#mids = mids;
        if (!same && this.#layout !== null) this.#sayView();
        break;
      }
      case "speaker":
        this.#update({ speaking: message.participants });
        break;
      case "quality":
        this.#update({ quality: message.quality });
        break;
      case "latency":
        this.#update({ latency: message.viewers });
        break;
      case "layers":
        this.#update({ layers: message.viewers });
        break;
    }
  }

  phase(phase: Phase, failure: Failure | null): void {
    switch (phase) {
      case "connecting":
        this.#update({ state: this.#room.view === null ? "joining" : "reconnecting", failure: null });
        break;
      case "open":
        this.#update({ state: "live", failure: null });
        break;
      case "reconnecting":
        this.#media.offline();
        this.#update({ state: this.#room.view === null ? "joining" : "reconnecting" });
        break;
      case "closed":
        this.#stopTicking();
        this.#media.close();
        this.local.release();
        this.#update({ state: "ended", failure, media: "off", incoming: this.#media.incoming(), speaking: [] });
    }
  }

  // -----------------------------------------------------------------------------------------------------------------

  #roomChanged(room: RoomState): void {
    const before = participantOf(this.#room.view, this.#options.me);
    this.#room = room;
    if (room.view === null) return;
    const me = participantOf(room.view, this.#options.me);
    this.#update({ room: room.view });
    this.#confidentiality?.update(room.view);
    // A host mutes; only we unmute.
    if (me?.mutedByHost === true && before?.mutedByHost !== true) {
      this.#told = { ...this.#told, microphone: false };
      void this.local.set("microphone", false);
    }
    if (before === null && me !== null) {
      // What the room remembers of us is from before: a page that was loaded anew, or another device.
      this.#told = { camera: me.camera, microphone: me.microphone };
      this.#tellDevices();
      this.#tellShare();
    }
  }

  #devicesChanged(): void {
    this.#update({ devices: this.local.devices() });
    this.#sendTracks();
    this.#tellDevices();
  }

  #sendTracks(): void {
    const { self, devices } = this.#snapshot;
    for (const source of self?.publishes ?? []) {
      const { track } = devices[source];
      this.#media.send(source, track?.readyState === "live" ? track : null);
    }
  }

  /** Say in the room what of us is on; what the system took is off for the others. */
  #tellDevices(): void {
    const { self, devices } = this.#snapshot;
    if (self === null || participantOf(this.#room.view, self.id) === null) return;
    const on = (source: Source) => devices[source].state === "on" && self.publishes.includes(source);
    const now = { camera: on("camera"), microphone: on("microphone") };
    const { camera, microphone } = this.#told;
    if (now.camera === camera && now.microphone === microphone) return;
    this.#told = now;
    this.#quietly({
      kind: "set_media",
      ...(now.camera === camera ? {} : { camera: now.camera }),
      ...(now.microphone === microphone ? {} : { microphone: now.microphone }),
    });
  }

  #tellShare(): void {
    const { sharing, me } = this.#options;
    const self = participantOf(this.#room.view, me);
    if (this.#shared || sharing === null || self?.role !== "customer" || this.#options.kind !== "group_class") return;
    this.#shared = true;
    if (self.sharing !== sharing) this.#quietly({ kind: "share", scope: sharing });
  }

  /** What is said by itself, not by the person: when it is refused the room's next state shows how it is. */
  #quietly(action: Action): void {
    this.#signalling.command(action).catch(() => undefined);
  }

  #sayView(): void {
    const layout = this.#layout;
    if (layout === null || this.#mids.length === 0) return;
    const hasStage = this.#snapshot.self?.role !== "host";
    const slots = this.#mids.map((mid, i) => {
      if (hasStage && i === 0) return { mid, height: Math.round(layout.stage) };
      const place = hasStage ? i - 1 : i;
      return { mid, height: place < layout.tiles ? Math.round(layout.tile) : 0 };
    });
    this.#signalling.say({ type: "view", slots, pinned: layout.pinned, page: layout.page });
  }

  async #tick(): Promise<void> {
    const entries = await this.#media.statistics().catch(() => []);
    if (this.#aborter.signal.aborted) return;
    this.#statistics = this.#reader.read(entries);
    const host = hostOf(this.#room.view);
    const seat = host === null ? undefined : this.#media.incoming().seats.get(host.id);
    const seen = seat === undefined ? undefined : this.#statistics.slots.get(seat.mid);
    if (seen === undefined || seen.latencyMs === null || seen.fps === 0) return;
    const { latencyMs, jitterMs, fps, lost } = seen;
    this.#signalling.say({ type: "report", latencyMs, jitterMs, fps, lost });
  }

  #stopTicking(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#ticking = null;
  }

  /** The encryption of a one-on-one; null when there is none to be or none to be had. */
  #guard(): LineGuard | null {
    const { kind, meetingId, me, service, cipher = cipherOfBrowser } = this.#options;
    if (kind !== "one_on_one") return null;
    const made = cipher((counts) => {
      this.#frames = counts;
    });
    if (made === null) return null;
    this.#confidentiality = new Confidentiality({
      meeting: meetingId,
      me,
      cipher: made,
      accountKey: () => service.accountKey(),
      keysOf: (participant) => service.keysOf(participant),
      people: () => service.people(),
      publish: (bundle) => this.command({ kind: "key", bundle }),
      now: () => this.clock.now(),
      changed: () => {
        this.#update({ encryption: this.#confidentiality?.state() ?? null });
      },
    });
    return made;
  }

  /** Follow the network of this device. */
  #follow(): void {
    const { signal } = this.#aborter;
    window.addEventListener(
      "online",
      () => {
        if (this.#snapshot.state === "reconnecting" || this.#snapshot.state === "joining") this.#signalling.connect();
        this.#media.networkChanged();
      },
      { signal },
    );
    window.addEventListener(
      "offline",
      () => {
        this.#signalling.interrupt();
      },
      { signal },
    );
    // From wifi to mobile without a moment offline; not among the DOM's types, and not in every browser.
    const { connection } = navigator as { connection?: EventTarget };
    connection?.addEventListener(
      "change",
      () => {
        this.#media.networkChanged();
      },
      { signal },
    );
  }

  #update(changes: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of this.#listeners) listener();
  }
}

function cipherOfBrowser(counted: (counts: FrameCounts) => void): Cipher | null {
  const support = transformSupport();
  // Pages that are not secure have no cryptography.
  const subtle: unknown = globalThis.crypto.subtle;
  return support === "none" || subtle === undefined ? null : browserCipher(support, counted);
}

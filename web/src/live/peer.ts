import type { Direction } from "./encryption/line";
import {
  cameraEncodings,
  codecPreferences,
  type HeaderExtension,
  microphoneEncodings,
  withAudioNack,
  withCaptureTime,
} from "./offer";
import type { SlotCounts } from "./protocol";
import type { Source } from "./room-view";
import type { StatisticsEntry } from "./statistics";

/** `interrupted`: nothing gets through now, it may again. `failed`: this connection is of no use any more. */
export type PeerState = "connecting" | "connected" | "interrupted" | "failed";

/** Puts encryption into the lines of a connection. */
export interface LineGuard {
  readonly configuration: RTCConfiguration;
  guard(line: RTCRtpSender | RTCRtpReceiver, direction: Direction, source: Source): void;
}

export interface PeerOptions {
  readonly publishes: readonly Source[];
  readonly slots: SlotCounts;
  readonly iceServers: readonly RTCIceServer[];
  /** Null when frames go as they are. */
  readonly guard: LineGuard | null;
  readonly changed: (state: PeerState) => void;
}

/** One connection to a relay's media plane, from its first offer to its end. */
export interface Peer {
  readonly state: PeerState;
  /** Offer and take the answer; `restart` looks for a new path on the network. Rejects when either side can't. */
  negotiate(offer: (sdp: string) => Promise<string>, restart: boolean): Promise<void>;
  /** What is sent of a source from now on; without negotiation. */
  send(source: Source, track: MediaStreamTrack | null): Promise<void>;
  /** What comes in on the slots, by their m-line; a slot's stream stays the same whoever is in it. */
  streams(): ReadonlyMap<string, MediaStream>;
  statistics(): Promise<Iterable<StatisticsEntry>>;
  close(): void;
}

/** Not among the DOM's types (WebRTC Extensions, section 10): NTP milliseconds, and what makes them the relay's. */
interface CapturedSource extends RTCRtpSynchronizationSource {
  readonly captureTimestamp?: number;
  readonly senderCaptureTimeOffset?: number;
}

interface Extensible {
  getHeaderExtensionsToNegotiate?(): HeaderExtension[];
  setHeaderExtensionsToNegotiate?(extensions: HeaderExtension[]): void;
}

/** A peer that is an RTCPeerConnection: we offer, the relay answers. Who is in a slot changes without negotiation. */
export class BrowserPeer implements Peer {
  readonly #connection: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #senders = new Map<Source, RTCRtpSender>();
  readonly #slots: RTCRtpTransceiver[] = [];
  readonly #streams = new Map<string, MediaStream>();
  #negotiating: Promise<void> = Promise.resolve();
  #state: PeerState = "connecting";

  constructor(options: PeerOptions) {
    this.#options = options;
    this.#connection = new RTCPeerConnection({
      bundlePolicy: "max-bundle",
      rtcpMuxPolicy: "require",
      iceServers: [...options.iceServers],
      ...options.guard?.configuration,
    });
    if (options.publishes.includes("microphone")) {
      this.#sends("microphone", this.#add("audio", "sendonly", microphoneEncodings()));
    }
    if (options.publishes.includes("camera")) this.#sends("camera", this.#addCamera());
    for (let i = 0; i < options.slots.audio; i += 1) this.#receives("microphone", this.#add("audio", "recvonly"));
    for (let i = 0; i < options.slots.video; i += 1) this.#receives("camera", this.#add("video", "recvonly"));
    this.#connection.addEventListener("connectionstatechange", () => {
      this.#follow();
    });
  }

  get state(): PeerState {
    return this.#state;
  }

  negotiate(offer: (sdp: string) => Promise<string>, restart: boolean): Promise<void> {
    const turn = this.#negotiating.then(() => this.#negotiate(offer, restart));
    this.#negotiating = turn.catch(() => undefined);
    return turn;
  }

  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    // Movement matters more than detail: resolution falls before frame rate.
    if (track !== null && source === "camera") track.contentHint = "motion";
    await this.#senders.get(source)?.replaceTrack(track);
  }

  streams(): ReadonlyMap<string, MediaStream> {
    return this.#streams;
  }

  async statistics(): Promise<Iterable<StatisticsEntry>> {
    const report = await this.#connection.getStats();
    return [...(report.values() as Iterable<StatisticsEntry>), ...this.#captures()];
  }

  close(): void {
    this.#connection.close();
    this.#state = "failed";
  }

  async #negotiate(offer: (sdp: string) => Promise<string>, restart: boolean): Promise<void> {
    const connection = this.#connection;
    const { sdp = "" } = await connection.createOffer(restart ? { iceRestart: true } : {});
    const wanted = withAudioNack(sdp);
    await connection.setLocalDescription({ type: "offer", sdp: wanted });
    try {
      const answer = await offer(wanted);
      await connection.setRemoteDescription({ type: "answer", sdp: answer });
    } catch (error) {
      // The offer stays open otherwise, and none could follow it.
      if (connection.signalingState === "have-local-offer") await connection.setLocalDescription({ type: "rollback" });
      throw error;
    }
    for (const { mid, receiver } of this.#slots) {
      if (mid !== null && !this.#streams.has(mid)) this.#streams.set(mid, new MediaStream([receiver.track]));
    }
  }

  /** When what plays now was captured (abs-capture-time), as entries beside those of the browser. */
  *#captures(): Generator<StatisticsEntry> {
    for (const { mid, receiver } of this.#slots) {
      const [latest] = receiver.getSynchronizationSources() as readonly CapturedSource[];
      if (latest === undefined) continue;
      const { timestamp: playedAt, captureTimestamp, senderCaptureTimeOffset } = latest;
      // Without the offset the capture time is in the publisher's clock, which we don't know.
      if (typeof captureTimestamp !== "number" || typeof senderCaptureTimeOffset !== "number") continue;
      yield { type: "capture", mid, playedAt, capturedAt: captureTimestamp + senderCaptureTimeOffset };
    }
  }

  #addCamera(): RTCRtpTransceiver {
    try {
      return this.#add("video", "sendonly", cameraEncodings(true));
    } catch {
      return this.#add("video", "sendonly", cameraEncodings(false));
    }
  }

  #add(kind: "audio" | "video", direction: RTCRtpTransceiverDirection, sendEncodings?: RTCRtpEncodingParameters[]) {
    const transceiver = this.#connection.addTransceiver(
      kind,
      sendEncodings === undefined ? { direction } : { direction, sendEncodings },
    );
    const known = (direction === "sendonly" ? RTCRtpSender : RTCRtpReceiver).getCapabilities(kind)?.codecs ?? [];
    const preferences = codecPreferences(kind, known, this.#options.guard !== null);
    if (preferences.length > 0) transceiver.setCodecPreferences(preferences);
    const extensible = transceiver as Extensible;
    const extensions = extensible.getHeaderExtensionsToNegotiate?.();
    if (extensions !== undefined) extensible.setHeaderExtensionsToNegotiate?.(withCaptureTime(extensions));
    return transceiver;
  }

  #sends(source: Source, { sender }: RTCRtpTransceiver): void {
    this.#senders.set(source, sender);
    this.#options.guard?.guard(sender, "send", source);
  }

  #receives(source: Source, transceiver: RTCRtpTransceiver): void {
    this.#slots.push(transceiver);
    this.#options.guard?.guard(transceiver.receiver, "receive", source);
  }

  #follow(): void {
    const state = STATES[this.#connection.connectionState];
    if (state === this.#state) return;
    this.#state = state;
    this.#options.changed(state);
  }
}

const STATES: Readonly<Record<RTCPeerConnectionState, PeerState>> = {
  new: "connecting",
  connecting: "connecting",
  connected: "connected",
  disconnected: "interrupted",
  failed: "failed",
  closed: "failed",
};

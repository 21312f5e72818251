import type { Peer, PeerOptions, PeerState } from "./peer";
import type { ChatMessage, Participant, RoomView, Source } from "./room-view";
import type { StatisticsEntry } from "./statistics";

/** Owned shapes and interfaces, played by memory: what tests put in place of a relay and a browser. */

export function person(id: string, fields: Partial<Participant> = {}): Participant {
  return {
    id,
    name: id.toUpperCase(),
    role: "customer",
    joinedAt: 1000,
    camera: false,
    microphone: false,
    sharing: "class",
    handRaisedAt: null,
    mutedByHost: false,
    away: false,
    key: null,
    ...fields,
  };
}

export function room(fields: Partial<RoomView> = {}): RoomView {
  return {
    meeting: "m1",
    kind: "group_class",
    ends: 1_700_003_600_000,
    participants: [person("host", { role: "host" })],
    timer: null,
    exercise: { name: "", goal: null },
    reps: [],
    total: 0,
    chat: [],
    chatOn: true,
    sharingOn: true,
    playback: null,
    steeringOn: false,
    recording: null,
    ...fields,
  };
}

export function chatMessage(id: number, text = "hello"): ChatMessage {
  return { id, participant: "zoe", name: "ZOE", text, time: id, deleted: false };
}

// The same as the relay writes them.

export function personOnWire(id: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    participant: id,
    name: id.toUpperCase(),
    role: "customer",
    joined_at: 1000,
    camera: false,
    microphone: false,
    sharing: "class",
    hand_raised_at: null,
    muted_by_host: false,
    away: false,
    key: null,
    ...fields,
  };
}

export function roomOnWire(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    meeting: "m1",
    kind: "group_class",
    ends: 1_700_003_600_000,
    participants: [personOnWire("host", { role: "host" })],
    timer: null,
    exercise: { name: "", goal: null },
    reps: [],
    total: 0,
    chat: [],
    chat_on: true,
    sharing_on: true,
    playback: null,
    steering_on: false,
    recording: null,
    ...fields,
  };
}

export function welcomeOnWire(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: "welcome",
    participant: "zoe",
    kind: "group_class",
    role: "customer",
    moderates: false,
    publishes: ["camera", "microphone"],
    log: "l1",
    seq: 5,
    time: 1_700_000_000_000,
    number: 0,
    slots: { audio: 2, video: 3 },
    media: false,
    snapshot: roomOnWire(),
    ...fields,
  };
}

/** A track that a test mutes, ends and looks at. */
export class FakeTrack extends EventTarget {
  enabled = true;
  muted = false;
  readyState: "live" | "ended" = "live";
  contentHint = "";
  readonly kind: string;

  constructor(kind: string) {
    super();
    this.kind = kind;
  }

  /** The page lets go of it: no event, as in a browser. */
  stop(): void {
    this.readyState = "ended";
  }

  /** The system takes it away for good. */
  end(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }

  /** As the browser's type, of which nothing else is used here. */
  get track(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }
}

/** A peer whose connection a test makes and breaks. */
export class FakePeer implements Peer {
  state: PeerState = "connecting";
  closed = false;
  readonly options: PeerOptions;
  readonly offers: { restart: boolean }[] = [];
  readonly sent = new Map<Source, MediaStreamTrack | null>();
  entries: StatisticsEntry[] = [];
  readonly #streams = new Map<string, MediaStream>();

  constructor(options: PeerOptions) {
    this.options = options;
    for (let i = 0; i < options.slots.audio; i += 1) this.#streams.set(`a${i}`, streamOf("audio"));
    for (let i = 0; i < options.slots.video; i += 1) this.#streams.set(`v${i}`, streamOf("video"));
  }

  async negotiate(offer: (sdp: string) => Promise<string>, restart: boolean): Promise<void> {
    this.offers.push({ restart });
    await offer(`offer ${this.offers.length}`);
  }

  send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    this.sent.set(source, track);
    return Promise.resolve();
  }

  streams(): ReadonlyMap<string, MediaStream> {
    return this.#streams;
  }

  statistics(): Promise<Iterable<StatisticsEntry>> {
    return Promise.resolve(this.entries);
  }

  close(): void {
    this.closed = true;
  }

  become(state: PeerState): void {
    this.state = state;
    this.options.changed(state);
  }
}

function streamOf(kind: string): MediaStream {
  const tracks = [new FakeTrack(kind).track];
  return { getAudioTracks: () => (kind === "audio" ? tracks : []) } as unknown as MediaStream;
}

/**
 * Messages of a live session over WebSocket, as docs/signalling.md describes them. No I/O here.
 *
 * Text frames of JSON. Types and fields that we don't know are passed over; what we know must be as it should.
 */
import { ProtocolError } from "../socket/wire";
import { boolean, choice, count, type Json, list, nullable, number, object, string, strings } from "./fields";
import {
  type KeyBundle,
  MEETING_KINDS,
  type MeetingKind,
  type MeetingRole,
  roomEvent,
  type RoomEvent,
  ROLES,
  roomView,
  type RoomView,
  type Sharing,
  type Source,
  SOURCES,
  type TimerPlan,
} from "./room-view";

/** The largest offer that the relay takes, in characters. */
export const MAX_SDP_CHARACTERS = 60 * 1024;

/** How many receiving m-lines of each kind we may offer. */
export interface SlotCounts {
  readonly audio: number;
  readonly video: number;
}

/**
 * We are in the room. `number` is our last command that was applied; `media`: what the relay knows of our peer connection
 * is still there, so that it can go on.
 */
export interface Welcome {
  readonly type: "welcome";
  readonly participant: string;
  readonly kind: MeetingKind;
  readonly role: MeetingRole;
  readonly moderates: boolean;
  readonly publishes: readonly Source[];
  readonly log: string;
  readonly seq: number;
  readonly time: number;
  readonly number: number;
  readonly slots: SlotCounts;
  readonly media: boolean;
  /** Null when the events after what we have follow instead. */
  readonly snapshot: RoomView | null;
}

/** Something changed; `event` is null when we don't know its kind. */
export interface Happening {
  readonly type: "event";
  readonly seq: number;
  readonly time: number;
  readonly participant: string | null;
  readonly event: RoomEvent | null;
}

export interface Resynchronisation {
  readonly type: "snapshot";
  readonly log: string;
  readonly seq: number;
  readonly time: number;
  readonly snapshot: RoomView;
}

export interface Applied {
  readonly type: "applied";
  readonly number: number;
  readonly seq: number;
}

/** `detail` is a sentence for the person. */
export interface Refused {
  readonly type: "refused";
  readonly number: number;
  readonly code: string;
  readonly detail: string;
}

export interface Answer {
  readonly type: "answer";
  readonly number: number;
  readonly sdp: string;
}

/** Who is in a video slot. */
export interface VideoSlot extends ReceivedLayer {
  readonly mid: string;
  readonly participant: string | null;
}

export interface AudioSlot {
  readonly mid: string;
  readonly participant: string | null;
}

/** Who is where from now on. `tiles` could be shown beside the host; `next` is the page after this one, if any. */
export interface Slots {
  readonly type: "slots";
  readonly video: readonly VideoSlot[];
  readonly audio: readonly AudioSlot[];
  readonly tiles: number;
  readonly next: number | null;
}

/** Who speaks now, loudest first. */
export interface Speaker {
  readonly type: "speaker";
  readonly participants: readonly string[];
}

/** How good connections are, 0 to 3 (good), by participant. */
export interface ConnectionQuality {
  readonly type: "quality";
  readonly quality: ReadonlyMap<string, number>;
}

/** For the host: how late the picture is at each viewer, ms. */
export interface Latency {
  readonly type: "latency";
  readonly viewers: ReadonlyMap<string, number>;
}

/** What comes of a camera: a layer from S2T2 down to S0T0, or none; `paused`: nothing can come now. */
export interface ReceivedLayer {
  readonly layer: string;
  readonly paused: boolean;
}

/** For the host: what of his or her picture comes to each viewer who has it in a slot. */
export interface Layers {
  readonly type: "layers";
  readonly viewers: ReadonlyMap<string, ReceivedLayer>;
}

/** `sent` is ours, in our clock; the rest is in the time of the log. */
export interface Pong {
  readonly type: "pong";
  readonly sent: number;
  readonly received: number;
  readonly replied: number;
}

export type RelayMessage =
  | Welcome
  | Happening
  | Resynchronisation
  | Applied
  | Refused
  | Answer
  | Slots
  | Speaker
  | ConnectionQuality
  | Latency
  | Layers
  | Pong;

/** What a person does in the room. */
export type Action =
  | { readonly kind: "set_media"; readonly camera?: boolean; readonly microphone?: boolean }
  | { readonly kind: "share"; readonly scope: Sharing }
  | { readonly kind: "hand"; readonly raised: boolean }
  | { readonly kind: "chat"; readonly text: string }
  | { readonly kind: "rep"; readonly delta: number; readonly exercise?: string }
  | { readonly kind: "rep"; readonly count: number; readonly exercise?: string }
  | { readonly kind: "timer"; readonly do: "start"; readonly plan: TimerPlan }
  | { readonly kind: "timer"; readonly do: "pause" | "resume" | "stop" | "skip" }
  | { readonly kind: "exercise"; readonly name: string; readonly goal: number | null }
  | { readonly kind: "mute"; readonly participant: string }
  | { readonly kind: "remove"; readonly participant: string }
  | { readonly kind: "delete_chat"; readonly seq: number }
  | { readonly kind: "moderate"; readonly chat?: boolean; readonly sharing?: boolean; readonly steering?: boolean }
  | { readonly kind: "playback"; readonly do: "play"; readonly countdownMs: number }
  | { readonly kind: "playback"; readonly do: "pause" }
  | { readonly kind: "playback"; readonly do: "seek"; readonly positionMs: number }
  | { readonly kind: "end" }
  | { readonly kind: "start_recording"; readonly grant: string }
  | { readonly kind: "recording"; readonly do: "pause" | "resume" | "stop" }
  | { readonly kind: "key"; readonly bundle: KeyBundle };

export type ClientMessage =
  | { readonly type: "hello"; readonly ticket: string; readonly after: number; readonly log: string }
  | { readonly type: "offer"; readonly number: number; readonly sdp: string }
  | { readonly type: "command"; readonly number: number; readonly action: Action }
  | View
  | { readonly type: "ping"; readonly sent: number }
  | Report;

/** What is on screen: px of height by m-line (0: hidden), whom to keep there, the first tile of the page. */
export interface View {
  readonly type: "view";
  readonly slots: readonly { readonly mid: string; readonly height: number }[];
  readonly pinned: string | null;
  readonly page: number;
}

/** What was measured on the host's camera. `lost` is a share from 0 to 1. */
export interface Report {
  readonly type: "report";
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly fps: number;
  readonly lost: number;
}

/** The text frame of a message. */
export function encode(message: ClientMessage): string {
  switch (message.type) {
    case "command":
      return JSON.stringify({ ...message, action: wire(message.action) });
    case "report":
      return JSON.stringify({
        type: "report",
        latency_ms: message.latencyMs,
        jitter_ms: message.jitterMs,
        fps: message.fps,
        lost: message.lost,
      });
    default:
      return JSON.stringify(message);
  }
}

function wire(action: Action): object {
  if (action.kind === "timer" && action.do === "start") {
    const { rounds, workMs, restMs, countdownMs } = action.plan;
    return { ...action, plan: { rounds, work_ms: workMs, rest_ms: restMs, countdown_ms: countdownMs } };
  }
  if (action.kind === "playback" && action.do === "play") {
    return { kind: "playback", do: "play", countdown_ms: action.countdownMs };
  }
  if (action.kind === "playback" && action.do === "seek") {
    return { kind: "playback", do: "seek", position_ms: action.positionMs };
  }
  if (action.kind === "key") {
    const { accountKey, ...rest } = action.bundle;
    return { kind: "key", bundle: { ...rest, account_key: accountKey } };
  }
  return action;
}

/** Read a text frame. A message of a type that we don't know gives null; a malformed one throws ProtocolError. */
export function decode(text: string): RelayMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("a text frame is not JSON");
  }
  const message = object(value);
  switch (message.type) {
    case "welcome":
      return welcome(message);
    case "event":
      return {
        type: "event",
        seq: count(message, "seq"),
        time: count(message, "time"),
        participant: nullable(message, "participant", string),
        event: roomEvent(message.event),
      };
    case "snapshot":
      return {
        type: "snapshot",
        log: string(message, "log"),
        seq: count(message, "seq"),
        time: count(message, "time"),
        snapshot: roomView(message.snapshot),
      };
    case "applied":
      return { type: "applied", number: count(message, "number"), seq: count(message, "seq") };
    case "refused":
      return {
        type: "refused",
        number: count(message, "number"),
        code: string(message, "code"),
        detail: string(message, "detail"),
      };
    case "answer":
      return { type: "answer", number: count(message, "number"), sdp: string(message, "sdp") };
    case "slots":
      return {
        type: "slots",
        video: list(message, "video", videoSlot),
        audio: list(message, "audio", audioSlot),
        tiles: count(message, "tiles"),
        next: nullable(message, "next", count),
      };
    case "speaker":
      return { type: "speaker", participants: strings(message, "participants") };
    case "quality": {
      const quality = object(message.quality, "quality");
      return { type: "quality", quality: new Map(Object.keys(quality).map((id) => [id, number(quality, id)])) };
    }
    case "latency":
      return { type: "latency", viewers: new Map(list(message, "viewers", viewerLatency)) };
    case "layers":
      return { type: "layers", viewers: new Map(list(message, "viewers", viewerLayer)) };
    case "pong":
      return {
        type: "pong",
        sent: number(message, "sent"),
        received: number(message, "received"),
        replied: number(message, "replied"),
      };
    default:
      return null;
  }
}

function welcome(message: Json): Welcome {
  const slots = object(message.slots, "slots");
  return {
    type: "welcome",
    participant: string(message, "participant"),
    kind: choice(message, "kind", MEETING_KINDS),
    role: choice(message, "role", ROLES),
    moderates: boolean(message, "moderates"),
    publishes: list(message, "publishes", (item) => choice({ item }, "item", SOURCES)),
    log: string(message, "log"),
    seq: count(message, "seq"),
    time: count(message, "time"),
    number: count(message, "number"),
    slots: { audio: count(slots, "audio"), video: count(slots, "video") },
    media: message.media === true,
    snapshot: nullable(message, "snapshot", (from, field) => roomView(from[field])),
  };
}

function videoSlot(item: unknown): VideoSlot {
  const slot = object(item, "slot");
  return { ...audioSlot(item), ...receivedLayer(slot) };
}

function receivedLayer(from: Json): ReceivedLayer {
  return { layer: string(from, "layer"), paused: boolean(from, "paused") };
}

function audioSlot(item: unknown): AudioSlot {
  const slot = object(item, "slot");
  return { mid: string(slot, "mid"), participant: nullable(slot, "participant", string) };
}

function viewerLatency(item: unknown): readonly [string, number] {
  const viewer = object(item, "viewer");
  return [string(viewer, "participant"), number(viewer, "latency_ms")];
}

function viewerLayer(item: unknown): readonly [string, ReceivedLayer] {
  const viewer = object(item, "viewer");
  return [string(viewer, "participant"), receivedLayer(viewer)];
}

/** A room as this viewer may see it, and what changes it: as docs/signalling.md has them. All times in ms of the log. */
import { boolean, choice, count, type Json, list, nullable, object, string } from "./fields";

export const MEETING_KINDS = ["group_class", "one_on_one", "shared_workout"] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

export const ROLES = ["host", "customer"] as const;
export type MeetingRole = (typeof ROLES)[number];

/** Who sees a customer's camera. */
export const SHARINGS = ["class", "trainer", "none"] as const;
export type Sharing = (typeof SHARINGS)[number];

export const SOURCES = ["camera", "microphone"] as const;
export type Source = (typeof SOURCES)[number];

/** A person's half of the agreement on end-to-end keys. Texts in base64url; `epoch` grows with every new one. */
export interface KeyBundle {
  readonly ecdh: string;
  readonly accountKey: string;
  readonly nonce: string;
  readonly epoch: number;
  readonly signature: string;
}

/** `away`: the connection is lost, he or she may come back. Camera and sharing are those that concern the viewer. */
export interface Participant {
  readonly id: string;
  readonly name: string;
  readonly role: MeetingRole;
  readonly joinedAt: number;
  readonly camera: boolean;
  readonly microphone: boolean;
  readonly sharing: Sharing;
  readonly handRaisedAt: number | null;
  /** Until the person unmutes. */
  readonly mutedByHost: boolean;
  readonly away: boolean;
  readonly key: KeyBundle | null;
}

/** Rounds of work with rest between them, after a countdown. No rest follows the last round. */
export interface TimerPlan {
  readonly rounds: number;
  readonly workMs: number;
  readonly restMs: number;
  readonly countdownMs: number;
}

/** `accumulatedMs` ran before `startedAt`; it stands still since `pausedAt`. */
export interface Timer {
  readonly plan: TimerPlan;
  readonly startedAt: number;
  readonly pausedAt: number | null;
  readonly accumulatedMs: number;
}

/** The video that all watch: it stood at `positionMs` at `at`, which may be still to come, and runs since if `playing`. */
export interface RoomPlayback {
  readonly mediaId: string;
  readonly runtimeMs: number;
  readonly playing: boolean;
  readonly positionMs: number;
  readonly at: number;
}

/** What everybody does now. `goal` is what the class wants to reach together. */
export interface Exercise {
  readonly name: string;
  readonly goal: number | null;
}

export interface Reps {
  readonly participant: string;
  readonly exercise: string;
  readonly count: number;
}

export interface ChatMessage {
  readonly id: number;
  readonly participant: string;
  readonly name: string;
  readonly text: string;
  readonly time: number;
  readonly deleted: boolean;
}

/** The class is recorded by its host: `elapsedMs` of it until `since`, and more unless it is paused. */
export interface Recording {
  readonly participant: string;
  readonly since: number;
  readonly elapsedMs: number;
  readonly paused: boolean;
}

export interface RoomView {
  readonly meeting: string;
  readonly kind: MeetingKind;
  /** When the meeting is over. */
  readonly ends: number;
  /** In the order in which they came, with the viewer among them. */
  readonly participants: readonly Participant[];
  readonly timer: Timer | null;
  readonly exercise: Exercise;
  readonly reps: readonly Reps[];
  /** What the class has done of the exercise. */
  readonly total: number;
  readonly chat: readonly ChatMessage[];
  readonly chatOn: boolean;
  readonly sharingOn: boolean;
  /** Null but in shared workouts. */
  readonly playback: RoomPlayback | null;
  /** Whether everybody may steer the video, not only the host. */
  readonly steeringOn: boolean;
  /** Null while nothing is recorded. */
  readonly recording: Recording | null;
}

export type RoomEvent =
  | { readonly kind: "joined"; readonly participant: Participant }
  | { readonly kind: "changed"; readonly participant: Participant }
  | { readonly kind: "left"; readonly participant: string; readonly removed: boolean }
  | { readonly kind: "timer"; readonly timer: Timer | null }
  | { readonly kind: "exercise"; readonly exercise: Exercise; readonly total: number }
  | { readonly kind: "rep"; readonly reps: Reps | null; readonly total: number }
  | { readonly kind: "chat"; readonly message: ChatMessage }
  | { readonly kind: "chat_deleted"; readonly id: number }
  | { readonly kind: "moderation"; readonly chatOn: boolean; readonly sharingOn: boolean; readonly steeringOn: boolean }
  | { readonly kind: "playback"; readonly playback: RoomPlayback | null }
  | { readonly kind: "recording"; readonly recording: Recording | null }
  | { readonly kind: "ends"; readonly ends: number }
  | { readonly kind: "ended" };

export function roomView(from: unknown): RoomView {
  const view = object(from, "snapshot");
  return {
    meeting: string(view, "meeting"),
    kind: choice(view, "kind", MEETING_KINDS),
    ends: count(view, "ends"),
    participants: list(view, "participants", participant),
    timer: nullable(view, "timer", timer),
    exercise: exercise(view, "exercise"),
    reps: list(view, "reps", reps),
    total: count(view, "total"),
    chat: list(view, "chat", chatMessage),
    chatOn: boolean(view, "chat_on"),
    sharingOn: boolean(view, "sharing_on"),
    playback: nullable(view, "playback", playback),
    steeringOn: boolean(view, "steering_on"),
    recording: nullable(view, "recording", recording),
  };
}

/** An event; null when it is of a kind that we don't know. */
export function roomEvent(from: unknown): RoomEvent | null {
  const event = object(from, "event");
  switch (event.kind) {
    case "joined":
    case "changed":
      return { kind: event.kind, participant: participant(event.participant) };
    case "left":
      return { kind: "left", participant: string(event, "participant"), removed: boolean(event, "removed") };
    case "timer":
      return { kind: "timer", timer: nullable(event, "timer", timer) };
    case "exercise":
      return { kind: "exercise", exercise: exercise(event, "exercise"), total: count(event, "total") };
    case "rep":
      return {
        kind: "rep",
        reps: nullable(event, "reps", (holder, field) => reps(holder[field])),
        total: count(event, "total"),
      };
    case "chat":
      return { kind: "chat", message: chatMessage(event.message) };
    case "chat_deleted":
      return { kind: "chat_deleted", id: count(event, "id") };
    case "moderation":
      return {
        kind: "moderation",
        chatOn: boolean(event, "chat_on"),
        sharingOn: boolean(event, "sharing_on"),
        steeringOn: boolean(event, "steering_on"),
      };
    case "playback":
      return { kind: "playback", playback: nullable(event, "playback", playback) };
    case "recording":
      return { kind: "recording", recording: nullable(event, "recording", recording) };
    case "ends":
      return { kind: "ends", ends: count(event, "ends") };
    case "ended":
      return { kind: "ended" };
    default:
      return null;
  }
}

function participant(from: unknown): Participant {
  const person = object(from, "participant");
  return {
    id: string(person, "participant"),
    name: string(person, "name"),
    role: choice(person, "role", ROLES),
    joinedAt: count(person, "joined_at"),
    camera: boolean(person, "camera"),
    microphone: boolean(person, "microphone"),
    sharing: choice(person, "sharing", SHARINGS),
    handRaisedAt: nullable(person, "hand_raised_at", count),
    mutedByHost: boolean(person, "muted_by_host"),
    away: boolean(person, "away"),
    key: nullable(person, "key", keyBundle),
  };
}

function keyBundle(from: Json, field: string): KeyBundle {
  const bundle = object(from[field], field);
  return {
    ecdh: string(bundle, "ecdh"),
    accountKey: string(bundle, "account_key"),
    nonce: string(bundle, "nonce"),
    epoch: count(bundle, "epoch"),
    signature: string(bundle, "signature"),
  };
}

function timer(from: Json, field: string): Timer {
  const value = object(from[field], field);
  const plan = object(value.plan, "plan");
  return {
    plan: {
      rounds: count(plan, "rounds"),
      workMs: count(plan, "work_ms"),
      restMs: count(plan, "rest_ms"),
      countdownMs: count(plan, "countdown_ms"),
    },
    startedAt: count(value, "started_at"),
    pausedAt: nullable(value, "paused_at", count),
    accumulatedMs: count(value, "accumulated_ms"),
  };
}

function recording(from: Json, field: string): Recording {
  const value = object(from[field], field);
  return {
    participant: string(value, "participant"),
    since: count(value, "since"),
    elapsedMs: count(value, "elapsed_ms"),
    paused: boolean(value, "paused"),
  };
}

function playback(from: Json, field: string): RoomPlayback {
  const value = object(from[field], field);
  return {
    mediaId: string(value, "media_id"),
    runtimeMs: count(value, "runtime_ms"),
    playing: boolean(value, "playing"),
    positionMs: count(value, "position_ms"),
    at: count(value, "at"),
  };
}

function exercise(from: Json, field: string): Exercise {
  const value = object(from[field], field);
  return { name: string(value, "name"), goal: nullable(value, "goal", count) };
}

function reps(from: unknown): Reps {
  const value = object(from, "reps");
  return {
    participant: string(value, "participant"),
    exercise: string(value, "exercise"),
    count: count(value, "count"),
  };
}

function chatMessage(from: unknown): ChatMessage {
  const message = object(from, "chat message");
  return {
    id: count(message, "id"),
    participant: string(message, "participant"),
    name: string(message, "name"),
    text: string(message, "text"),
    time: count(message, "time"),
    deleted: boolean(message, "deleted"),
  };
}

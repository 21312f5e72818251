import type { ChatMessage, Participant, RoomView } from "./room-view";

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
    participants: [person("host", { role: "host" })],
    timer: null,
    exercise: { name: "", goal: null },
    reps: [],
    total: 0,
    chat: [],
    chatOn: true,
    sharingOn: true,
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
    participants: [personOnWire("host", { role: "host" })],
    timer: null,
    exercise: { name: "", goal: null },
    reps: [],
    total: 0,
    chat: [],
    chat_on: true,
    sharing_on: true,
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
    ends: 1_700_003_600_000,
    number: 0,
    slots: { audio: 2, video: 3 },
    media: false,
    snapshot: roomOnWire(),
    ...fields,
  };
}

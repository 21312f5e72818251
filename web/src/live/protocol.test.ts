import fc from "fast-check";
import { expect, test } from "vitest";
import { person, personOnWire, room, roomOnWire, welcomeOnWire } from "./fakes";
import { ProtocolError } from "../socket/wire";
import { decode, encode } from "./protocol";

const read = (message: object) => decode(JSON.stringify(message));

test("a welcome is read with its snapshot", () => {
  expect(read(welcomeOnWire())).toEqual({
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
    snapshot: room(),
  });
  expect(read(welcomeOnWire({ snapshot: null }))).toMatchObject({ snapshot: null });
});

test("a room is read whole: timer, exercise, counts, chat and keys", () => {
  const key = { ecdh: "AA", account_key: "BB", nonce: "CC", epoch: 7, signature: "DD" };
  const plan = { rounds: 3, work_ms: 40_000, rest_ms: 20_000, countdown_ms: 5000 };
  const message = read({
    type: "snapshot",
    log: "l1",
    seq: 9,
    time: 10,
    snapshot: roomOnWire({
      participants: [personOnWire("ann", { key, hand_raised_at: 5 })],
      timer: { plan, started_at: 1, paused_at: null, accumulated_ms: 2 },
      exercise: { name: "squats", goal: 100 },
      reps: [{ participant: "ann", exercise: "squats", count: 4 }],
      chat: [{ id: 3, participant: "ann", name: "ANN", text: "hi", time: 4, deleted: false }],
    }),
  });
  expect(message).toMatchObject({
    snapshot: {
      participants: [
        person("ann", {
          handRaisedAt: 5,
          key: { ecdh: "AA", accountKey: "BB", nonce: "CC", epoch: 7, signature: "DD" },
        }),
      ],
      timer: {
        plan: { rounds: 3, workMs: 40_000, restMs: 20_000, countdownMs: 5000 },
        startedAt: 1,
        pausedAt: null,
        accumulatedMs: 2,
      },
      exercise: { name: "squats", goal: 100 },
      reps: [{ participant: "ann", count: 4 }],
      chat: [{ id: 3, text: "hi" }],
    },
  });
});

test("unknown types give nothing, unknown kinds of events and unknown fields are passed over", () => {
  expect(read({ type: "confetti" })).toBeNull();
  expect(read({ type: "event", seq: 1, time: 1, participant: null, event: { kind: "confetti" } })).toMatchObject({
    seq: 1,
    event: null,
  });
  expect(read({ type: "speaker", participants: ["ann"], since: 4 })).toEqual({ type: "speaker", participants: ["ann"] });
});

test("the messages of media are read", () => {
  const slots = {
    type: "slots",
    video: [{ mid: "3", participant: "ann", layer: "S1T2", paused: false }],
    audio: [{ mid: "2", participant: null }],
    tiles: 4,
    next: null,
  };
  expect(read(slots)).toEqual(slots);
  expect(read({ type: "quality", quality: { ann: 3 } })).toEqual({ type: "quality", quality: new Map([["ann", 3]]) });
  expect(read({ type: "latency", viewers: [{ participant: "bo", latency_ms: 120.5 }] })).toEqual({
    type: "latency",
    viewers: new Map([["bo", 120.5]]),
  });
  expect(read({ type: "layers", viewers: [{ participant: "bo", layer: "S1T2", paused: false }] })).toEqual({
    type: "layers",
    viewers: new Map([["bo", { layer: "S1T2", paused: false }]]),
  });
  expect(read({ type: "pong", sent: -3.5, received: 1, replied: 2 })).toMatchObject({ sent: -3.5 });
});

test.each([
  ["no JSON", "{"],
  ["no object", "[]"],
  ["a welcome without a log", JSON.stringify(welcomeOnWire({ log: undefined }))],
  ["a negative number", JSON.stringify({ type: "applied", number: -1, seq: 0 })],
  ["an unknown role", JSON.stringify({ type: "event", seq: 1, time: 1, event: { kind: "joined", participant: personOnWire("a", { role: "owner" }) } })],
  ["a list that is none", JSON.stringify({ type: "speaker", participants: "ann" })],
])("what is not as it should be is an error of the protocol: %s", (_, text) => {
  expect(() => decode(text)).toThrow(ProtocolError);
});

test("whatever text comes, it is read or is an error of the protocol", () => {
  const types = fc.constantFrom("welcome", "event", "snapshot", "slots", "pong", "quality", "latency", "layers", "answer");
  const messages = fc.tuple(types, fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue());
  fc.assert(
    fc.property(messages, ([type, fields, event]) => {
      try {
        read({ ...fields, type, event });
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }),
  );
});

test("commands and reports go out in the words of the wire", () => {
  const plan = { rounds: 8, workMs: 20_000, restMs: 10_000, countdownMs: 3000 };
  expect(JSON.parse(encode({ type: "command", number: 3, action: { kind: "timer", do: "start", plan } }))).toEqual({
    type: "command",
    number: 3,
    action: { kind: "timer", do: "start", plan: { rounds: 8, work_ms: 20_000, rest_ms: 10_000, countdown_ms: 3000 } },
  });
  const bundle = { ecdh: "A", accountKey: "B", nonce: "C", epoch: 1, signature: "D" };
  expect(JSON.parse(encode({ type: "command", number: 4, action: { kind: "key", bundle } }))).toMatchObject({
    action: { kind: "key", bundle: { ecdh: "A", account_key: "B", nonce: "C", epoch: 1, signature: "D" } },
  });
  expect(JSON.parse(encode({ type: "report", latencyMs: 80, jitterMs: 2, fps: 30, lost: 0 }))).toEqual({
    type: "report",
    latency_ms: 80,
    jitter_ms: 2,
    fps: 30,
    lost: 0,
  });
});

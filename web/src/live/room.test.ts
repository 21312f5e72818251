import fc from "fast-check";
import { expect, test } from "vitest";
import { chatMessage, person, room } from "./fakes";
import { follow, hostOf, MOST_CHAT, raisedHands, ranking, repsOf, type RoomState, UNKNOWN_ROOM } from "./room";
import type { RoomEvent, RoomView } from "./room-view";

const at = (seq: number, view: RoomView = room()): RoomState => ({ log: "l1", seq, view, ended: false });

const told = (seq: number, event: RoomEvent | null) =>
  ({ type: "event", seq, time: 0, participant: null, event }) as const;

function after(state: RoomState, ...events: (RoomEvent | null)[]): RoomState {
  return events.reduce((known, event) => follow(known, told(known.seq + 1, event)), state);
}

test("people come in order, change in place and go", () => {
  const [ann, bo] = [person("ann"), person("bo")];
  const both = after(at(1), { kind: "joined", participant: ann }, { kind: "joined", participant: bo });
  expect(both.view?.participants.map((one) => one.id)).toEqual(["host", "ann", "bo"]);
  const changed = after(both, { kind: "changed", participant: { ...ann, camera: true } });
  expect(changed.view?.participants[1]?.camera).toBe(true);
  const left = after(changed, { kind: "left", participant: "ann", removed: false });
  expect(left.view?.participants.map((one) => one.id)).toEqual(["host", "bo"]);
});

test("an older event changes nothing, and the last one may come again", () => {
  const message = told(2, { kind: "chat", message: chatMessage(2) });
  const once = follow(at(1), message);
  expect(follow(once, message)).toEqual(once);
  expect(follow(at(3), message)).toEqual(at(3));
});

test("two events of one entry of the log are both taken", () => {
  const left = follow(at(1), told(2, { kind: "left", participant: "host", removed: false }));
  const held = follow(left, told(2, { kind: "moderation", chatOn: false, sharingOn: true, steeringOn: false }));
  expect(held.view).toMatchObject({ participants: [], chatOn: false });
});

test("an event of an unknown kind moves on in the log and nothing else", () => {
  const state = at(1);
  const next = follow(state, told(7, null));
  expect(next.seq).toBe(7);
  expect(next.view).toBe(state.view);
});

test("before the first snapshot events mean nothing", () => {
  expect(after(UNKNOWN_ROOM, { kind: "joined", participant: person("ann") })).toBe(UNKNOWN_ROOM);
});

test("a snapshot takes the place of all that is known, unless it is older than that", () => {
  const fresh = room({ total: 9 });
  const snapshot = { type: "snapshot", log: "l1", seq: 10, time: 0, snapshot: fresh } as const;
  expect(follow(at(3), snapshot)).toMatchObject({ seq: 10, view: fresh });
  expect(follow(at(11), snapshot).seq).toBe(11);
  expect(follow(at(11), { ...snapshot, log: "l2" })).toMatchObject({ log: "l2", seq: 10 });
});

test("the chat keeps the last messages, and a deleted one keeps its place without its words", () => {
  const events = Array.from({ length: MOST_CHAT + 5 }, (_, i) => ({ kind: "chat", message: chatMessage(i) }) as const);
  const full = after(at(1), ...events, { kind: "chat_deleted", id: 50 });
  expect(full.view?.chat).toHaveLength(MOST_CHAT);
  expect(full.view?.chat[0]?.id).toBe(5);
  expect(full.view?.chat[45]).toMatchObject({ id: 50, text: "", deleted: true });
});

test("a count that one may not see the owner of changes the total only", () => {
  const counted = after(at(1), { kind: "rep", reps: null, total: 12 });
  expect(counted.view).toMatchObject({ total: 12, reps: [] });
});

test("a host who extends the meeting moves its end", () => {
  expect(after(at(1), { kind: "ends", ends: 5 }).view?.ends).toBe(5);
});

test("the end of the meeting is known, and the room stays to be looked at", () => {
  const ended = after(at(1), { kind: "ended" });
  expect(ended).toMatchObject({ ended: true, view: { meeting: "m1" } });
});

test("catching up by events leads to the same room as having been there", () => {
  const events = fc.array(
    fc.oneof(
      fc.constantFrom("ann", "bo", "cy").map((id): RoomEvent => ({ kind: "joined", participant: person(id) })),
      fc.constantFrom("ann", "bo", "cy").map((id): RoomEvent => ({ kind: "left", participant: id, removed: false })),
      fc.tuple(fc.constantFrom("ann", "bo"), fc.nat(100)).map(
        ([participant, count]): RoomEvent => ({
          kind: "rep",
          reps: { participant, exercise: "squats", count },
          total: count,
        }),
      ),
      fc.nat(300).map((id): RoomEvent => ({ kind: "chat", message: chatMessage(id) })),
      fc.constant<RoomEvent>({ kind: "timer", timer: null }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(events, fc.nat(40), (all, lostAt) => {
      const there = after(at(0), ...all);
      const messages = all.map((event, i) => told(i + 1, event));
      // Lost after some messages; what follows the reconnect repeats a few that were seen before.
      const before = messages.slice(0, lostAt).reduce(follow, at(0));
      const caughtUp = messages.slice(Math.max(0, lostAt - 3)).reduce(follow, before);
      expect(caughtUp).toEqual(there);
    }),
  );
});

test("who waits with a raised hand, who leads, and who the host is can be read off", () => {
  const view = room({
    participants: [
      person("host", { role: "host" }),
      person("ann", { handRaisedAt: 50 }),
      person("bo", { handRaisedAt: 20 }),
      person("cy"),
    ],
    exercise: { name: "squats", goal: 100 },
    reps: [
      { participant: "ann", exercise: "squats", count: 3 },
      { participant: "bo", exercise: "squats", count: 8 },
      { participant: "cy", exercise: "lunges", count: 99 },
    ],
  });
  expect(raisedHands(view).map((one) => one.id)).toEqual(["bo", "ann"]);
  expect(ranking(view).map((one) => one.participant)).toEqual(["bo", "ann"]);
  expect([repsOf(view, "bo"), repsOf(view, "cy"), repsOf(view, "nobody")]).toEqual([8, 0, 0]);
  expect(hostOf(view)?.id).toBe("host");
});

test("everybody sees whether the class is recorded", () => {
  const recording = { participant: "host", since: 5, elapsedMs: 0, paused: false };
  const begun = after(at(1), { kind: "recording", recording });
  expect(begun.view?.recording).toEqual(recording);
  expect(after(begun, { kind: "recording", recording: null }).view?.recording).toBeNull();
});

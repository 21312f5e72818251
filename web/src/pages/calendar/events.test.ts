import { describe, expect, test } from "vitest";
import type { CalendarEvent } from "../../api/model";
import { awaits, isJoinable, isMovable, nextOf, otherOf, pathOf } from "./events";
import { type Proposal, shifted } from "./useMoving";
import { statusInWords } from "./words";

const at = (time: string) => Date.parse(time);
const SESSION: CalendarEvent = {
  eventId: "e1",
  kind: "session",
  booked: true,
  title: "One-on-one session",
  startTime: "2026-03-02T14:00:00Z",
  endTime: "2026-03-02T15:00:00Z",
  status: "pending",
  instructor: { userId: "Anna", displayName: "Anna" },
  customer: { userId: "bob", displayName: "Bob" },
  awaiting: "anna",
  heldUntil: null,
  meetingId: null,
  joinableFrom: null,
  joinableUntil: null,
  revision: 0,
};
const CLASS: CalendarEvent = { ...SESSION, eventId: "m1", kind: "class", booked: false, status: "accepted", customer: null, awaiting: null, meetingId: "m1" };
const EARLIER = at("2026-03-02T13:00:00Z");

describe("an event", () => {
  test("waits for one of the two, however the ids are written", () => {
    expect([awaits(SESSION, "ANNA"), awaits(SESSION, "bob")]).toEqual([true, false]);
    expect(statusInWords(SESSION, "anna")).toBe("Waiting for you");
    expect(statusInWords(SESSION, "bob")).toBe("Waiting for Anna");
    expect(otherOf(SESSION, "anna")?.displayName).toBe("Bob");
  });

  test("is moved by the two whose it is, a class by its host, until it begins or is called off", () => {
    expect(isMovable(SESSION, "bob", EARLIER)).toBe(true);
    expect(isMovable(SESSION, "bob", at(SESSION.startTime))).toBe(false);
    expect(isMovable({ ...SESSION, status: "cancelled" }, "bob", EARLIER)).toBe(false);
    expect([isMovable(CLASS, "anna", EARLIER), isMovable(CLASS, "bob", EARLIER)]).toEqual([true, false]);
  });

  test("leads to its own page when it was booked, else to the class", () => {
    expect(pathOf(SESSION)).toBe("/calendar/events/e1");
    expect(pathOf(CLASS)).toBe("/live/m1");
  });

  test("can be joined while its room is open", () => {
    const open = { ...CLASS, joinableFrom: "2026-03-02T13:45:00Z", joinableUntil: "2026-03-02T15:30:00Z" };
    expect(isJoinable(open, at("2026-03-02T13:44:59Z"))).toBe(false);
    expect(isJoinable(open, at("2026-03-02T13:45:00Z"))).toBe(true);
    expect(isJoinable(open, at("2026-03-02T15:30:00Z"))).toBe(false);
    expect(isJoinable({ ...open, status: "cancelled" }, at("2026-03-02T14:00:00Z"))).toBe(false);
  });

  test("comes next when it takes place for sure", () => {
    const later = { ...CLASS, eventId: "m2", startTime: "2026-03-02T16:00:00Z", endTime: "2026-03-02T17:00:00Z" };
    const until = EARLIER + 86_400_000;
    expect(nextOf([later, SESSION], EARLIER, until)?.eventId).toBe("m2");
    expect(nextOf([later, CLASS], at("2026-03-02T14:30:00Z"), until)?.eventId).toBe("m1");
    expect(nextOf([SESSION], EARLIER, until)).toBeUndefined();
  });
});

describe("moving by keys", () => {
  const proposal = { event: SESSION, start: at("2026-03-07T14:00:00Z"), end: at("2026-03-07T15:00:00Z") };

  test("keeps the time of day over a change of clocks, and the length", () => {
    const moved = shifted(proposal, "America/New_York", { days: 2 });
    expect(new Date(moved.start).toISOString()).toBe("2026-03-09T13:00:00.000Z");
    expect(moved.end - moved.start).toBe(3_600_000);
    expect(shifted(proposal, "UTC", { days: -7 }).start).toBe(at("2026-02-28T14:00:00Z"));
  });

  test("counts minutes as they pass, also over an hour that comes twice", () => {
    let step: Proposal = { ...proposal, start: at("2026-11-01T05:30:00Z"), end: at("2026-11-01T06:30:00Z") };
    for (let press = 0; press < 4; press += 1) step = shifted(step, "America/New_York", { minutes: 15 });
    expect(step.start).toBe(at("2026-11-01T06:30:00Z"));
  });
});

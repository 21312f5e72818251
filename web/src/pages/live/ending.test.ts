import { expect, test } from "vitest";
import { endingAt, extendedEnd, graceOf } from "./ending";

const at = (time: string) => Date.parse(`2026-11-24T${time}Z`);
const GRACE = 15 * 60_000;
const CLOSES = at("10:15:00");

test.each([
  ["09:54:59", null],
  ["09:55:00", { state: "soon", at: at("10:00:00") }],
  ["09:59:59", { state: "soon", at: at("10:00:00") }],
  ["10:00:00", { state: "over", at: CLOSES }],
  ["10:14:59", { state: "over", at: CLOSES }],
])("at %s of a session until 10:00 it is said: %j", (now, ending) => {
  expect(endingAt(at(now), CLOSES, GRACE)).toEqual(ending);
});

test.each([
  ["10:00:00", "09:55:30", "10:15:00"],
  ["10:00:00", "10:00:00", "10:15:00"],
  ["10:00:00", "10:07:12", "10:23:00"],
])("one that ends at %s gets more time at %s: until %s", (end, now, until) => {
  expect(extendedEnd(at(end), at(now))).toBe(at(until));
});

test("the room stays open for as long as the API says", () => {
  expect(graceOf({ endTime: "2026-11-24T10:00:00Z", joinableUntil: "2026-11-24T10:15:00Z" })).toBe(GRACE);
});

// @vitest-environment node
import { describe, expect, test } from "vitest";
import { ago, bytes, clockTime, counted, spokenTime, upcoming } from "./format";

test.each([
  [0, "0:00"],
  [-5, "0:00"],
  [59_499, "0:59"],
  [59_500, "1:00"],
  [605_000, "10:05"],
  [3_600_000, "1:00:00"],
  [43_200_000, "12:00:00"],
])("%d ms on the clock: %s", (ms, shown) => {
  expect(clockTime(ms)).toBe(shown);
});

test.each([
  [0, "0 seconds"],
  [1000, "1 second"],
  [61_000, "1 minute 1 second"],
  [7_200_000, "2 hours"],
])("%d ms in words: %s", (ms, said) => {
  expect(spokenTime(ms)).toBe(said);
});

test("counts know one from many, and are short when large", () => {
  expect([0, 1, 12, 1834].map((count) => counted(count, "view"))).toEqual(["0 views", "1 view", "12 views", "1.8K views"]);
  expect(counted(2, "person", "people")).toBe("2 people");
});

describe("how long ago", () => {
  const now = new Date("2026-03-10T12:00:00Z");
  test.each([
    ["2026-03-10T11:59:30Z", "just now"],
    ["2026-03-10T12:05:00Z", "just now"],
    ["2026-03-10T11:55:00Z", "5 minutes ago"],
    ["2026-03-10T10:59:00Z", "1 hour ago"],
    ["2026-03-09T11:00:00Z", "yesterday"],
    ["2026-03-01T12:00:00Z", "last week"],
    ["2025-11-02T12:00:00Z", "Nov 2, 2025"],
  ])("%s: %s", (time, said) => {
    expect(ago(time, now)).toBe(said);
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [640_400, "640 kB"],
  [1_440_000, "1.4 MB"],
  [10_737_418_240, "11 GB"],
])("%d bytes: %s", (count, shown) => {
  expect(bytes(count)).toBe(shown);
});

test("an appointment is named by its day as long as that says it", () => {
  const now = new Date(2026, 10, 24, 22, 0);
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour, 30).toISOString();
  expect(upcoming(at(24, 23), now)).toMatch(/^today, 11:30\sPM$/u);
  expect(upcoming(at(25, 0), now)).toMatch(/^tomorrow, 12:30\sAM$/u);
  expect(upcoming(at(27, 9), now)).toMatch(/^Friday, 9:30\sAM$/u);
  expect(upcoming(at(28, 9), new Date(2026, 10, 20))).toMatch(/^Sat, Nov 28, 9:30\sAM$/u);
});

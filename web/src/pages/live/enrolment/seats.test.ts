import { describe, expect, test } from "vitest";
import { enrollable, fullFor, seatsInWords } from "./seats";

const START = Date.UTC(2026, 10, 24, 18);

const CLASS = {
  kind: "group_class",
  role: "customer",
  status: "scheduled",
  startTime: new Date(START).toISOString(),
  endTime: new Date(START + 3_600_000).toISOString(),
  capacity: 8,
  enrolled: 5,
  waiting: null,
  myState: "none",
} as const;

describe("what a card says about seats", () => {
  test.each([
    [{}, "3 seats of 8 left"],
    [{ enrolled: 7 }, "1 seat of 8 left"],
    [{ enrolled: 8 }, "Full"],
    [{ enrolled: 9, waiting: 1 }, "Full, 1 waits"],
    [{ capacity: null }, "5 people enrolled"],
    [{ capacity: null, enrolled: 1 }, "1 person enrolled"],
    [{ capacity: null, enrolled: 0 }, null],
    [{ kind: "one_on_one" as const }, null],
  ])("%o: %s", (fields, words) => {
    expect(seatsInWords({ ...CLASS, ...fields })).toBe(words);
  });
});

test("customers enrol until a class is over or was called off", () => {
  expect(enrollable(CLASS, START)).toBe(true);
  expect(enrollable({ ...CLASS, status: "live" }, START + 60_000)).toBe(true);
  expect(enrollable(CLASS, START + 3_600_000)).toBe(false);
  expect(enrollable({ ...CLASS, role: "host" }, START)).toBe(false);
  expect(enrollable({ ...CLASS, status: "cancelled" }, START)).toBe(false);
});

test("seats are kept for ten minutes for those who enrolled", () => {
  const full = { ...CLASS, enrolled: 8 };
  expect(fullFor(full, START)).toBe(true);
  expect(fullFor(full, START + 600_000)).toBe(false);
  expect(fullFor({ ...full, myState: "enrolled" }, START)).toBe(false);
  expect(fullFor(CLASS, START)).toBe(false);
});

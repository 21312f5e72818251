import { expect, test } from "vitest";
import { minutesOf, mondayOf, plusDays, sumsOf, weeksOf } from "./weeks";

const day = (date: string, workouts: number, minutes: number) => ({ day: date, workouts, activeMs: minutes * 60_000 });

test("weeks begin on Monday, and days ahead are left out", () => {
  const weeks = weeksOf({ today: "2026-11-24", days: [day("2026-11-24", 1, 20), day("2026-11-22", 2, 70)] });
  expect(weeks).toHaveLength(52);
  const last = weeks.at(-1);
  expect(last?.map((cell) => cell?.day ?? null)).toEqual(["2026-11-23", "2026-11-24", null, null, null, null, null]);
  expect(last?.[1]).toEqual({ day: "2026-11-24", workouts: 1, minutes: 20, level: 2 });
  expect(weeks.at(-2)?.[6]).toEqual({ day: "2026-11-22", workouts: 2, minutes: 70, level: 4 });
  expect(weeks[0]?.[0]?.day).toBe("2025-12-01");
});

test("dates go on over changes of clocks, months and leap days", () => {
  expect(plusDays("2026-10-24", 2)).toBe("2026-10-26");
  expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(plusDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(mondayOf("2026-11-29")).toBe("2026-11-23");
  expect(mondayOf("2026-11-23")).toBe("2026-11-23");
});

test("what is short is a minute, and a workout of no length is one", () => {
  expect([0, 1000, 89_000, 91_000].map(minutesOf)).toEqual([0, 1, 1, 2]);
  const [week] = weeksOf({ today: "2026-11-23", days: [day("2026-11-23", 1, 0)] }, 1);
  expect(week?.[0]?.level).toBe(1);
});

test("each week has its sums", () => {
  const days = [day("2026-11-16", 1, 0.4), day("2026-11-17", 1, 0.4), day("2026-11-23", 3, 30)];
  expect(sumsOf({ today: "2026-11-24", days }, 3)).toEqual([
    { monday: "2026-11-09", workouts: 0, minutes: 0 },
    { monday: "2026-11-16", workouts: 2, minutes: 1 },
    { monday: "2026-11-23", workouts: 3, minutes: 30 },
  ]);
});

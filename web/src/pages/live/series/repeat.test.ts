import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { datesOf, dayOf, DAYS, MOST_CLASSES, ruleOf } from "./repeat";

describe("the days of a series", () => {
  test("begin with the first one that the rule names", () => {
    const repeat = { every: "week", days: ["TH", "TU"], end: { count: 4 } } as const;
    expect(datesOf("2026-11-25", repeat)).toEqual(["2026-11-26", "2026-12-01", "2026-12-03", "2026-12-08"]);
    expect(ruleOf(repeat)).toBe("FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4");
  });

  test("end on a day, which is included", () => {
    const repeat = { every: "day", days: [], end: { until: "2026-12-01" } } as const;
    expect(datesOf("2026-11-29", repeat)).toEqual(["2026-11-29", "2026-11-30", "2026-12-01"]);
    expect(ruleOf(repeat)).toBe("FREQ=DAILY;UNTIL=20261201");
  });

  test("are none when the end comes first, or no day is chosen", () => {
    expect(datesOf("2026-11-29", { every: "day", days: [], end: { until: "2026-11-01" } })).toEqual([]);
    expect(datesOf("2026-11-29", { every: "week", days: [], end: { count: 3 } })).toEqual([]);
  });

  test("are bounded, in order, and on the chosen days", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2026-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
        fc.uniqueArray(fc.constantFrom(...DAYS)),
        fc.integer({ min: 1, max: 100_000 }),
        (start, days, count) => {
          const dates = datesOf(start.toISOString().slice(0, 10), { every: "week", days, end: { count } });
          expect(dates.length).toBeLessThanOrEqual(Math.min(count, MOST_CLASSES));
          expect([...dates].sort()).toEqual(dates);
          expect(dates.every((date) => days.includes(dayOf(date)))).toBe(true);
        },
      ),
    );
  });
});

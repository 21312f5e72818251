import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths, daysBetween, daysOf, isDay, turned, VIEWS, weekdayOf } from "./days";

const day = fc
  .integer({ min: Date.UTC(2000, 0, 1) / 86_400_000, max: Date.UTC(2100, 0, 1) / 86_400_000 })
  .map((count) => addDays("1970-01-01", count));

describe("days", () => {
  test("are those that there are", () => {
    expect(["2024-02-29", "2026-12-31"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-13-01", "2026-1-1", "", "today", "0001-01-01"].some(isDay)).toBe(false);
  });

  test("are counted over months, years and leap days", () => {
    expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-12-15", 1)).toBe("2027-01-15");
    expect(weekdayOf("2026-03-08")).toBe(6);
    fc.assert(fc.property(day, fc.integer({ min: -999, max: 999 }), (from, count) => daysBetween(from, addDays(from, count)) === count));
  });

  test("of a view are a run that holds its day; weeks and months are whole weeks from Monday on", () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...VIEWS), (about, view) => {
        const days = daysOf(view, about);
        expect(days).toContain(about);
        expect(days.every((each, index) => index === 0 || each === addDays(days[index - 1] ?? "", 1))).toBe(true);
        if (view === "week" || view === "month") {
          expect(weekdayOf(days[0] ?? "")).toBe(0);
          expect(days.length % 7).toBe(0);
        }
      }),
    );
    expect(daysOf("month", "2026-02-15")).toHaveLength(35);
    expect(daysOf("month", "2027-02-15")).toHaveLength(28);
  });

  test("forward and back lead to what follows and was before", () => {
    expect(turned("week", "2026-03-08", 1)).toBe("2026-03-15");
    expect(turned("month", "2026-03-31", -1)).toBe("2026-02-28");
    expect(turned("day", "2026-03-01", -1)).toBe("2026-02-28");
  });
});

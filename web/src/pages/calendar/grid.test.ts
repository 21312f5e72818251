import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysOf } from "./days";
import { gapsOf, gridOf, instantAt, placeOf } from "./grid";
import { laid } from "./lanes";

const at = (time: string) => Date.parse(time);
const NEW_YORK = "America/New_York";

describe("the scale of a week", () => {
  test("is 24 hours on plain days", () => {
    const { rows, columns } = gridOf(daysOf("week", "2026-05-06"), NEW_YORK);
    expect(rows).toHaveLength(48);
    expect(columns.every((column) => gapsOf(column).length === 0)).toBe(true);
  });

  test("leaves out the hour that a day does not have", () => {
    const { rows, columns } = gridOf(daysOf("week", "2026-03-08"), NEW_YORK);
    expect(rows).toHaveLength(48);
    const sunday = columns[6];
    if (sunday === undefined) throw new Error("a week has seven days");
    expect(gapsOf(sunday)).toEqual([[4, 6]]);
    // 3 AM stands at 3 AM, one hour after 1 AM as time goes.
    expect(placeOf(sunday, at("2026-03-08T07:00Z"))).toBe(6);
    expect(placeOf(sunday, at("2026-03-08T06:00Z"))).toBe(2);
    // What ends when the clock jumps ends before the gap.
    expect(placeOf(sunday, at("2026-03-08T07:00Z"), true)).toBe(4);
    expect(instantAt(sunday, 4.5, 15)).toBe(at("2026-03-08T07:00Z"));
  });

  test("has both of the hours that a day has twice", () => {
    const { rows, columns } = gridOf(daysOf("week", "2026-11-01"), NEW_YORK);
    expect(rows).toHaveLength(50);
    expect(rows.slice(2, 6)).toEqual([
      { minutes: 60, again: 0 },
      { minutes: 90, again: 0 },
      { minutes: 60, again: 1 },
      { minutes: 90, again: 1 },
    ]);
    const [monday, sunday] = [columns[0], columns[6]];
    if (monday === undefined || sunday === undefined) throw new Error("a week has seven days");
    expect(gapsOf(monday)).toEqual([[4, 6]]);
    expect(gapsOf(sunday)).toEqual([]);
    expect(placeOf(sunday, at("2026-11-01T06:15Z"))).toBe(4.5);
    expect(placeOf(monday, at("2026-10-26T06:00Z"))).toBe(6);
  });

  test("leads from an instant to a place and back", () => {
    const grids = ["2026-03-08", "2026-11-01", "2026-05-06"].map((day) => gridOf(daysOf("week", day), NEW_YORK));
    fc.assert(
      fc.property(fc.constantFrom(...grids), fc.nat(6), fc.nat(95), ({ columns }, index, quarter) => {
        const column = columns[index];
        if (column === undefined) return;
        const time = Math.min(column.start + quarter * 900_000, column.end - 900_000);
        expect(instantAt(column, placeOf(column, time), 15)).toBe(time);
        expect(placeOf(column, time + 900_000, true)).toBeGreaterThan(placeOf(column, time));
      }),
    );
  });
});

describe("lanes", () => {
  const span = fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 30 })).map(([start, length]) => ({ start, end: start + length }));

  test("nothing covers anything, nothing is lost, and no lane is more than is needed", () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 20 }), (spans) => {
        const placed = laid(spans, (each) => each);
        expect(placed).toHaveLength(spans.length);
        for (const one of placed) {
          expect(one.lane).toBeLessThan(one.lanes);
          const meeting = placed.filter((each) => each.item.start < one.item.end && one.item.start < each.item.end);
          expect(new Set(meeting.map((each) => each.lanes)).size).toBe(1);
          expect(meeting.filter((each) => each.lane === one.lane)).toHaveLength(1);
        }
        const running = spans.map(({ start }) => spans.filter((each) => each.start <= start && start < each.end).length);
        expect(Math.max(0, ...placed.map((each) => each.lanes))).toBe(Math.max(0, ...running));
      }),
    );
  });
});

import type { Day } from "./days";
import { readingOf, spanOf } from "./zones";

/**
 * Days side by side along one scale of wall-clock time, drawn right on days on which clocks change.
 *
 * The scale has a row per half hour. An hour that comes twice on one of the days has rows for both; on the other days
 * the second ones are no time. An hour that is left out on a day is no time there. No zone of today changes its clocks
 * by anything but half hours.
 */

export const ROW_MINUTES = 30;
const ROW_MS = ROW_MINUTES * 60_000;
const ROWS = (24 * 60) / ROW_MINUTES;

export interface Row {
  /** Since midnight, as the clock shows it. */
  readonly minutes: number;
  /** 1 when the clock shows it for the second time on that day. */
  readonly again: 0 | 1;
}

export interface Column {
  readonly day: Day;
  readonly start: number;
  readonly end: number;
  /** The instant (ms) at which each row of the scale begins; null where there is no such time on this day. */
  readonly instants: readonly (number | null)[];
  /** The place on the scale of each half hour of the day, in order. */
  readonly places: readonly number[];
}

export interface Grid {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

function rowsOf(day: Day, zone: string): readonly Row[] {
  const [start, end] = spanOf(day, zone);
  const rows: Row[] = [];
  const seen = new Set<number>();
  for (let at = start; at < end; at += ROW_MS) {
    const { minutes } = readingOf(at, zone);
    rows.push({ minutes, again: seen.has(minutes) ? 1 : 0 });
    seen.add(minutes);
  }
  return rows;
}

function same(one: Row, other: Row): boolean {
  return one.minutes === other.minutes && one.again === other.again;
}

const PLAIN: readonly Row[] = Array.from({ length: ROWS }, (_, index) => ({ minutes: index * ROW_MINUTES, again: 0 }));

export function gridOf(days: readonly Day[], zone: string): Grid {
  const own = days.map((day) => rowsOf(day, zone));
  // A day that repeats an hour has all rows of a plain one, and those besides.
  const rows = own.find((each) => each.length > ROWS) ?? PLAIN;
  const columns = days.map((day, index) => {
    const [start, end] = spanOf(day, zone);
    const places = (own[index] ?? []).map((row) => rows.findIndex((each) => same(each, row)));
    const instants = rows.map((_, place) => {
      const slice = places.indexOf(place);
      return slice < 0 ? null : start + slice * ROW_MS;
    });
    return { day, start, end, instants, places };
  });
  return { rows, columns };
}

/** How far down the scale an instant of this day is, in rows. An `end` is at the bottom of what ends there. */
export function placeOf(column: Column, at: number, end = false): number {
  const slices = (Math.min(Math.max(at, column.start), column.end) - column.start) / ROW_MS;
  const slice = Math.min(end ? Math.ceil(slices) - 1 : Math.floor(slices), column.places.length - 1);
  const row = column.places[Math.max(0, slice)] ?? 0;
  return row + slices - Math.max(0, slice);
}

/** The instant at a place of the scale, to `step` minutes; where there is no such time, when the clock goes on. */
export function instantAt(column: Column, place: number, step: number): number {
  const steps = ROW_MINUTES / step;
  const bounded = Math.min(Math.max(Math.floor(place * steps) / steps, 0), column.instants.length);
  const row = Math.floor(bounded);
  const known = column.instants[row];
  if (known !== undefined && known !== null) return Math.min(known + (bounded - row) * ROW_MS, column.end);
  return column.instants.slice(row).find((at) => at !== null) ?? column.end;
}

/** Runs of rows that are no time on this day, as [first, beyond]. */
export function gapsOf(column: Column): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  column.instants.forEach((at, row) => {
    if (at !== null) return;
    const last = gaps.at(-1);
    if (last?.[1] === row) last[1] = row + 1;
    else gaps.push([row, row + 1]);
  });
  return gaps;
}

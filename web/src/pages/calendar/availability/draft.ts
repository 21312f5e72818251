import type { Availability } from "../../../api/model";
import { addDays, type Day, weekdayOf } from "../days";
import { clockText, minutesOf } from "../zones";

export type Weekday = Availability["weekly"][number]["weekday"];
export const WEEKDAYS: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** A line of the form. `id` tells it from others while it is edited; times are as fields have them. */
export interface Line {
  readonly id: number;
}
export interface Hours extends Line {
  readonly weekday: number;
  readonly start: string;
  readonly end: string;
}
export interface DayOff extends Line {
  readonly first: string;
  readonly last: string;
}
export interface Extra extends Line {
  readonly day: string;
  readonly start: string;
  readonly end: string;
}

export const RULES = [
  "sessionMinutes",
  "everyMinutes",
  "bufferBeforeMinutes",
  "bufferAfterMinutes",
  "noticeMinutes",
  "horizonDays",
] as const;
export type Rule = (typeof RULES)[number];

/** When one takes sessions, as it is being edited. */
export interface Draft extends Readonly<Record<Rule, number>> {
  readonly zone: string;
  readonly weekly: readonly Hours[];
  readonly daysOff: readonly DayOff[];
  readonly extra: readonly Extra[];
  readonly revision: number;
}

let lines = 0;

export function newLine(): number {
  return (lines += 1);
}

/** A day ends at 24:00, which fields for times can't show: there it is the midnight after. */
function shownEnd(end: string): string {
  return end === "24:00" ? "00:00" : end;
}

function sentEnd(end: string): string {
  return end === "00:00" ? "24:00" : end;
}

/** What to begin with: nothing offered yet, and what most take. */
export function firstDraft(zone: string): Draft {
  return {
    zone,
    weekly: [],
    daysOff: [],
    extra: [],
    sessionMinutes: 60,
    everyMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    noticeMinutes: 12 * 60,
    horizonDays: 60,
    revision: 0,
  };
}

export function draftOf(kept: Availability): Draft {
  return {
    ...kept,
    weekly: kept.weekly.map(({ weekday, start, end }) => ({
      id: newLine(),
      weekday: WEEKDAYS.indexOf(weekday),
      start,
      end: shownEnd(end),
    })),
    daysOff: kept.daysOff.map((off) => ({ ...off, id: newLine() })),
    extra: kept.extra.map((extra) => ({ ...extra, id: newLine(), end: shownEnd(extra.end) })),
  };
}

/** As the API takes it; the lines stand in the order in which the draft has them, which is how it names what is wrong. */
export function bodyOf(draft: Draft): Availability {
  return {
    ...draft,
    weekly: draft.weekly.map(({ weekday, start, end }) => ({ weekday: WEEKDAYS[weekday] ?? "monday", start, end: sentEnd(end) })),
    daysOff: draft.daysOff.map(({ first, last }) => ({ first, last })),
    extra: draft.extra.map(({ day, start, end }) => ({ day, start, end: sentEnd(end) })),
  };
}

/** What is missing, by the names on the wire. The rest is the server's to judge. */
export function missingOf(draft: Draft): Record<string, string> {
  const wrong: Record<string, string> = {};
  const times = (name: string, place: number, { start, end }: { start: string; end: string }) => {
    if (start === "" || end === "") wrong[`${name}.${place}`] = "Enter both times.";
    else if (minutesOf(sentEnd(end)) <= minutesOf(start)) wrong[`${name}.${place}`] = "The end has to be after the start.";
  };
  draft.weekly.forEach((hours, place) => {
    times("weekly", place, hours);
  });
  draft.extra.forEach((extra, place) => {
    times("extra", place, extra);
    if (extra.day === "") wrong[`extra.${place}`] = "Choose the day.";
  });
  draft.daysOff.forEach(({ first, last }, place) => {
    if (first === "" || last === "") wrong[`daysOff.${place}`] = "Choose both days.";
    else if (last < first) wrong[`daysOff.${place}`] = "The last day is before the first.";
  });
  for (const rule of RULES) if (Number.isNaN(draft[rule])) wrong[rule] = "Enter a number.";
  return wrong;
}

/** The same hours on other days, in place of what is there. */
export function copied(draft: Draft, from: number, to: readonly number[]): Draft {
  const hours = draft.weekly.filter(({ weekday }) => weekday === from);
  const kept = draft.weekly.filter(({ weekday }) => weekday === from || !to.includes(weekday));
  const made = to.filter((weekday) => weekday !== from).flatMap((weekday) => hours.map((each) => ({ ...each, id: newLine(), weekday })));
  return { ...draft, weekly: [...kept, ...made].sort((a, b) => a.weekday - b.weekday) };
}

/**
 * When sessions begin on a day of the draft's zone, minutes by its clock, as long as nothing is booked.
 *
 * The server's rule: at a fixed step from where each of the hours begins, as far as all hours together hold a session.
 */
export function beginningsOf(draft: Draft, day: Day): readonly number[] {
  const off = draft.daysOff.some(({ first, last }) => first <= day && day <= last);
  const weekday = weekdayOf(day);
  const spans = [
    ...(off ? [] : draft.weekly.filter((hours) => hours.weekday === weekday)),
    ...draft.extra.filter((extra) => extra.day === day),
  ]
    .map(({ start, end }) => ({ start: minutesOf(start), end: minutesOf(sentEnd(end)) }))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else joined.push({ ...span });
  }
  const step = draft.everyMinutes;
  if (!(step >= 5) || !(draft.sessionMinutes >= 5)) return [];
  const starts = spans.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / step) }, (_, index) => start + index * step),
  );
  const whole = (at: number) => joined.some(({ start, end }) => start <= at && at + draft.sessionMinutes <= end);
  return [...new Set(starts)].filter(whole).sort((a, b) => a - b);
}

/** The coming week of a draft: its days with the beginnings of sessions. */
export function weekOf(draft: Draft, first: Day): readonly { day: Day; beginnings: readonly string[] }[] {
  return Array.from({ length: 7 }, (_, index) => addDays(first, index)).map((day) => ({
    day,
    beginnings: beginningsOf(draft, day).map(clockText),
  }));
}

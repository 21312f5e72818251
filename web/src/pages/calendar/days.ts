/** A day of the calendar, without a time or a zone: `2026-03-08`. Such days compare as text. */
export type Day = string;

const DAY_MS = 86_400_000;

function utc(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function dayOfUtc(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Whether a text names a day that there is. */
export function isDay(text: string): boolean {
  return /^[12]\d{3}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text)) && dayOfUtc(utc(text)) === text;
}

export function addDays(day: Day, count: number): Day {
  return dayOfUtc(utc(day) + count * DAY_MS);
}

/** How many days it is from one day to another. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / DAY_MS);
}

/** The same day of another month; the last one of that month when it is shorter. */
export function addMonths(day: Day, count: number): Day {
  const at = new Date(utc(day));
  const month = at.getUTCMonth() + count;
  const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
  return dayOfUtc(Date.UTC(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), last)));
}

/** 0 on Mondays, 6 on Sundays. */
export function weekdayOf(day: Day): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

export const VIEWS = ["month", "week", "day", "list"] as const;
export type View = (typeof VIEWS)[number];

/** How many days a list shows. */
export const LIST_DAYS = 30;

function run(first: Day, count: number): readonly Day[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/** The days that a view shows when it is about this day; weeks begin on Mondays, and months show whole weeks. */
export function daysOf(view: View, day: Day): readonly Day[] {
  if (view === "day") return [day];
  if (view === "list") return run(day, LIST_DAYS);
  if (view === "week") return run(addDays(day, -weekdayOf(day)), 7);
  const first = `${day.slice(0, 8)}01`;
  const start = addDays(first, -weekdayOf(first));
  const last = addDays(addMonths(first, 1), -1);
  return run(start, daysBetween(start, last) + 7 - weekdayOf(last));
}

/** The day that a view is about after going forward (1) or back (-1). */
export function turned(view: View, day: Day, way: 1 | -1): Day {
  if (view === "month") return addMonths(day, way);
  return addDays(day, way * { week: 7, day: 1, list: LIST_DAYS }[view]);
}

import type { HistorySummary } from "../../api/model";

/** A day of the heat map; null lies ahead. */
export interface Cell {
  readonly day: string;
  readonly workouts: number;
  readonly minutes: number;
  /** 0 to 4: how dark it is. */
  readonly level: number;
}

const DAY_MS = 86_400_000;
const WEEKS = 52;
/** Minutes from which a day is one step darker. */
const STEPS = [1, 15, 30, 60] as const;

/** A date (`2026-11-24`) so many days later. Dates are counted in UTC, where every day has 24 hours. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a date's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
}

/** Whole minutes, but never none of something. */
export function minutesOf(ms: number): number {
  return ms === 0 ? 0 : Math.max(1, Math.round(ms / 60_000));
}

/** Entries, which come by their days, under each day; within it what was noted last comes first. */
export function byDay<T extends { day: string; at: string }>(items: readonly T[]): readonly (readonly [string, readonly T[]])[] {
  const days = new Map<string, T[]>();
  for (const item of items) days.set(item.day, [...(days.get(item.day) ?? []), item]);
  return [...days].map(([day, done]) => [day, done.sort((one, other) => other.at.localeCompare(one.at))]);
}

/** The last weeks up to today, each from Monday to Sunday; days that lie ahead are null. */
export function weeksOf({ today, days }: Pick<HistorySummary, "today" | "days">, count = WEEKS): readonly (readonly (Cell | null)[])[] {
  const byDay = new Map(days.map((each) => [each.day, each]));
  const first = plusDays(mondayOf(today), -7 * (count - 1));
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (__, weekday) => {
      const day = plusDays(first, week * 7 + weekday);
      if (day > today) return null;
      const found = byDay.get(day);
      const minutes = minutesOf(found?.activeMs ?? 0);
      const workouts = found?.workouts ?? 0;
      // A workout of no length, which there can be, is a workout.
      const level = workouts === 0 ? 0 : Math.max(1, STEPS.filter((step) => minutes >= step).length);
      return { day, workouts, minutes, level };
    }),
  );
}

/** Minutes and workouts of each of the last weeks. */
export function sumsOf(summary: Pick<HistorySummary, "today" | "days">, count: number) {
  return weeksOf(summary, count).map((week) => {
    const days = week.filter((cell) => cell !== null);
    const sums = new Map(summary.days.map((each) => [each.day, each.activeMs]));
    return {
      monday: days[0]?.day ?? summary.today,
      workouts: days.reduce((sum, cell) => sum + cell.workouts, 0),
      minutes: minutesOf(days.reduce((sum, cell) => sum + (sums.get(cell.day) ?? 0), 0)),
    };
  });
}

import type { Program } from "../../../api/model";

export const DAYS = 7;
export const MAX_WEEKS = 12;
export const MAX_WORKOUTS = 3;

/** A week as it is edited: the media ids of each of its seven days. */
export interface PlanWeek {
  readonly title: string;
  readonly days: readonly (readonly string[])[];
}

export type Plan = readonly PlanWeek[];

/** Where a workout stands. */
export interface Place {
  readonly week: number;
  readonly day: number;
  readonly slot: number;
}

export const EMPTY_WEEK: PlanWeek = { title: "", days: Array.from({ length: DAYS }, () => []) };

/** The plan of a program that there is. */
export function planOf(program: Program): Plan {
  return program.weeks.map(({ title, days }) => ({
    title,
    days: days.map(({ workouts }) => workouts.map(({ mediaId }) => mediaId)),
  }));
}

/** The titles of the workouts of a program by their media ids, as far as they can be watched. */
export function titlesOf(program: Program): ReadonlyMap<string, string> {
  const workouts = program.weeks.flatMap(({ days }) => days.flatMap((day) => day.workouts));
  return new Map(workouts.flatMap(({ mediaId, card }) => (card === null ? [] : [[mediaId, card.title] as const])));
}

/** A plan as the API takes it. */
export function asWeeks(plan: Plan) {
  return plan.map(({ title, days }) => ({ title: title.trim(), days: days.map((day) => [...day]) }));
}

function withDay(plan: Plan, week: number, day: number, change: (ids: readonly string[]) => readonly string[]): Plan {
  return plan.map((each, place) =>
    place === week ? { ...each, days: each.days.map((ids, at) => (at === day ? change(ids) : ids)) } : each,
  );
}

/** One workout more at the end of a day; a day that is full stays as it is. */
export function add(plan: Plan, week: number, day: number, mediaId: string): Plan {
  return withDay(plan, week, day, (ids) => (ids.length >= MAX_WORKOUTS ? ids : [...ids, mediaId]));
}

/** Without the workout at a place. */
export function remove(plan: Plan, { week, day, slot }: Place): Plan {
  return withDay(plan, week, day, (ids) => ids.filter((_, at) => at !== slot));
}

/** The day before or after a day, over the edges of weeks; null at the ends of the plan. */
export function neighbour(plan: Plan, week: number, day: number, by: -1 | 1): { week: number; day: number } | null {
  const at = week * DAYS + day + by;
  return at < 0 || at >= plan.length * DAYS ? null : { week: Math.floor(at / DAYS), day: at % DAYS };
}

/** Take a workout to another day, in front of a slot there (at its end by default). A full day takes nothing. */
export function move(plan: Plan, from: Place, to: { week: number; day: number; slot?: number }): Plan {
  const mediaId = plan[from.week]?.days[from.day]?.[from.slot];
  const target = plan[to.week]?.days[to.day];
  if (mediaId === undefined || target === undefined) return plan;
  const same = from.week === to.week && from.day === to.day;
  if (!same && target.length >= MAX_WORKOUTS) return plan;
  const slot = to.slot ?? (same ? target.length - 1 : target.length);
  return withDay(remove(plan, from), to.week, to.day, (ids) => [...ids.slice(0, slot), mediaId, ...ids.slice(slot)]);
}

/** One step earlier or later: within the day, else at the end of the day beside it. */
export function shift(plan: Plan, from: Place, by: -1 | 1): { plan: Plan; place: Place } {
  const ids = plan[from.week]?.days[from.day] ?? [];
  const slot = from.slot + by;
  if (slot >= 0 && slot < ids.length) {
    return { plan: move(plan, from, { week: from.week, day: from.day, slot }), place: { ...from, slot } };
  }
  // Days that are full are passed over.
  let to = neighbour(plan, from.week, from.day, by);
  while (to !== null && (plan[to.week]?.days[to.day]?.length ?? 0) >= MAX_WORKOUTS) {
    to = neighbour(plan, to.week, to.day, by);
  }
  if (to === null) return { plan, place: from };
  const length = plan[to.week]?.days[to.day]?.length ?? 0;
  const into = by === 1 ? 0 : length;
  return { plan: move(plan, from, { ...to, slot: into }), place: { ...to, slot: into } };
}

/** A week with the same workouts behind a week. */
export function repeat(plan: Plan, week: number): Plan {
  const copied = plan[week];
  if (copied === undefined || plan.length >= MAX_WEEKS) return plan;
  return [...plan.slice(0, week + 1), { ...copied, title: "" }, ...plan.slice(week + 1)];
}

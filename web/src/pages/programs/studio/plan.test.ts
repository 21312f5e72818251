import { expect, test } from "vitest";
import { add, EMPTY_WEEK, MAX_WEEKS, move, neighbour, type Plan, remove, repeat, shift } from "./plan";

/** Two weeks; the first begins with these days. */
function planWith(...days: string[][]): Plan {
  return [{ title: "", days: EMPTY_WEEK.days.map((day, at) => days[at] ?? day) }, EMPTY_WEEK];
}

const first = (plan: Plan, count = 2) => plan[0]?.days.slice(0, count);

test("workouts are added at the end of a day, three at most, and removed", () => {
  let plan = planWith(["a"]);
  for (const id of ["b", "c", "d"]) plan = add(plan, 0, 0, id);
  expect(first(plan, 1)).toEqual([["a", "b", "c"]]);
  expect(first(remove(plan, { week: 0, day: 0, slot: 1 }), 1)).toEqual([["a", "c"]]);
});

test("a workout moves within its day and to others, but not into a full one", () => {
  const plan = planWith(["a", "b", "c"], ["d"]);
  expect(first(move(plan, { week: 0, day: 0, slot: 0 }, { week: 0, day: 0, slot: 2 }))).toEqual([["b", "c", "a"], ["d"]]);
  expect(first(move(plan, { week: 0, day: 0, slot: 1 }, { week: 0, day: 1, slot: 0 }))).toEqual([["a", "c"], ["b", "d"]]);
  expect(move(plan, { week: 0, day: 1, slot: 0 }, { week: 0, day: 0 })).toBe(plan);
  expect(move(plan, { week: 0, day: 5, slot: 0 }, { week: 0, day: 0 })).toBe(plan);
});

test("steps lead through the whole plan and say where they came to", () => {
  const plan = planWith(["a", "b"], ["c"]);
  expect(shift(plan, { week: 0, day: 0, slot: 0 }, 1).place).toEqual({ week: 0, day: 0, slot: 1 });
  const over = shift(plan, { week: 0, day: 0, slot: 1 }, 1);
  expect(over.place).toEqual({ week: 0, day: 1, slot: 0 });
  expect(first(over.plan)).toEqual([["a"], ["b", "c"]]);
  const back = shift(over.plan, over.place, -1);
  expect(first(back.plan)).toEqual([["a", "b"], ["c"]]);
  expect(shift(plan, { week: 0, day: 0, slot: 0 }, -1).plan).toBe(plan);
});

test("full days are passed over", () => {
  const plan = planWith(["a"], ["b", "c", "d"]);
  expect(shift(plan, { week: 0, day: 0, slot: 0 }, 1).place).toEqual({ week: 0, day: 2, slot: 0 });
});

test("days are beside each other over the edges of weeks", () => {
  const plan = planWith();
  expect(neighbour(plan, 0, 6, 1)).toEqual({ week: 1, day: 0 });
  expect(neighbour(plan, 1, 0, -1)).toEqual({ week: 0, day: 6 });
  expect(neighbour(plan, 0, 0, -1)).toBeNull();
  expect(neighbour(plan, 1, 6, 1)).toBeNull();
});

test("a week is repeated behind itself, up to twelve", () => {
  let plan = planWith(["a"]);
  plan = repeat(plan, 0);
  expect(plan).toHaveLength(3);
  expect(plan[1]?.days[0]).toEqual(["a"]);
  while (plan.length < MAX_WEEKS) plan = repeat(plan, 0);
  expect(repeat(plan, 0)).toBe(plan);
});

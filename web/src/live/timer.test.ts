import fc from "fast-check";
import { expect, test } from "vitest";
import type { Timer, TimerPlan } from "./room-view";
import { planLength, running, shownSeconds, timerPosition, untilNextSecond } from "./timer";

const PLAN: TimerPlan = { rounds: 2, workMs: 40_000, restMs: 20_000, countdownMs: 5000 };

const started = (fields: Partial<Timer> = {}): Timer => ({
  plan: PLAN,
  startedAt: 1000,
  pausedAt: null,
  accumulatedMs: 0,
  ...fields,
});

const plans = fc.record({
  rounds: fc.integer({ min: 1, max: 100 }),
  workMs: fc.integer({ min: 1000, max: 3_600_000 }),
  restMs: fc.integer({ min: 0, max: 3_600_000 }),
  countdownMs: fc.integer({ min: 0, max: 60_000 }),
});

test.each([
  [0, "countdown", 1, 5000],
  [1000, "countdown", 1, 5000],
  [6000, "work", 1, 40_000],
  [45_999, "work", 1, 1],
  [46_000, "rest", 1, 20_000],
  [66_000, "work", 2, 40_000],
  [105_999, "work", 2, 1],
  [106_000, "done", 2, 0],
  [9_999_999, "done", 2, 0],
])("at %i ms of the log it is %s of round %i with %i ms left", (now, phase, round, remainingMs) => {
  expect(timerPosition(started(), now)).toMatchObject({ phase, round, remainingMs });
});

test("every moment lies in one phase, what is left lies within the phase, and time only goes on", () => {
  fc.assert(
    fc.property(plans, fc.nat(400_000_000), fc.nat(100_000), (plan, now, later) => {
      const timer = started({ plan });
      const [one, other] = [timerPosition(timer, now), timerPosition(timer, now + later)];
      expect(one.remainingMs).toBeLessThanOrEqual(one.phaseMs);
      expect(one.remainingMs > 0).toBe(one.phase !== "done");
      expect(one.round).toBeLessThanOrEqual(plan.rounds);
      expect(other.elapsedMs).toBeGreaterThanOrEqual(one.elapsedMs);
      expect(other.round).toBeGreaterThanOrEqual(one.round);
      if (one.phase === "rest") expect(one.round).toBeLessThan(plan.rounds);
    }),
  );
});

test("the phases of a plan are as long together as the plan", () => {
  fc.assert(
    fc.property(plans, (plan) => {
      let elapsedMs = 0;
      for (let steps = 0; steps < 500; steps += 1) {
        const here = timerPosition(started({ plan, pausedAt: 1, accumulatedMs: elapsedMs }), 0);
        if (here.phase === "done") break;
        elapsedMs += here.remainingMs;
      }
      expect(elapsedMs).toBe(planLength(plan));
    }),
  );
});

test("a held timer stands still, and shows the same to everybody at any time", () => {
  const held = started({ pausedAt: 20_000, accumulatedMs: 19_000 });
  expect(timerPosition(held, 20_000)).toEqual(timerPosition(held, 5_000_000));
  expect(running(held, 20_000)).toBe(false);
  expect(untilNextSecond(held, 20_000)).toBeNull();
});

test("waking when the next second is due shows each second of the countdown once", () => {
  const shown: number[] = [];
  let now = 1000;
  for (let timer = started(); timerPosition(timer, now).phase === "countdown"; timer = started()) {
    shown.push(shownSeconds(timerPosition(timer, now).remainingMs));
    now += untilNextSecond(timer, now) ?? Infinity;
  }
  expect(shown).toEqual([5, 4, 3, 2, 1]);
});

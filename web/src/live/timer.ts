import type { Timer, TimerPlan } from "./room-view";

export type TimerPhase = "countdown" | "work" | "rest" | "done";

/** Where a timer stands: the phase, its round (from 1), ms left in it and how long it is, ms of the plan that are over. */
export interface TimerPosition {
  readonly phase: TimerPhase;
  readonly round: number;
  readonly remainingMs: number;
  readonly phaseMs: number;
  readonly elapsedMs: number;
}

/** From the beginning of the countdown to the end of the last round, ms. */
export function planLength(plan: TimerPlan): number {
  return plan.countdownMs + plan.rounds * plan.workMs + (plan.rounds - 1) * plan.restMs;
}

/** How much of the plan is over at a moment of the log, ms. */
export function elapsed(timer: Timer, now: number): number {
  const running = timer.pausedAt === null ? Math.max(0, now - timer.startedAt) : 0;
  return Math.min(timer.accumulatedMs + running, planLength(timer.plan));
}

/** Where the timer stands at a moment of the log: everybody who knows the log's time sees the same. */
export function timerPosition(timer: Timer, now: number): TimerPosition {
  const { plan } = timer;
  const elapsedMs = elapsed(timer, now);
  const at = (phase: TimerPhase, round: number, over: number, phaseMs: number) => ({
    phase,
    round,
    remainingMs: phaseMs - over,
    phaseMs,
    elapsedMs,
  });
  if (elapsedMs >= planLength(plan)) return at("done", plan.rounds, 0, 0);
  if (elapsedMs < plan.countdownMs) return at("countdown", 1, elapsedMs, plan.countdownMs);
  const since = elapsedMs - plan.countdownMs;
  const round = Math.floor(since / (plan.workMs + plan.restMs));
  const within = since - round * (plan.workMs + plan.restMs);
  return within < plan.workMs
    ? at("work", round + 1, within, plan.workMs)
    : at("rest", round + 1, within - plan.workMs, plan.restMs);
}

/** Whether time passes on it. */
export function running(timer: Timer | null, now: number): boolean {
  return timer !== null && timer.pausedAt === null && elapsed(timer, now) < planLength(timer.plan);
}

/** The seconds to show for so many ms left: 10 until the whole of the tenth second is over, and 0 only at the end. */
export function shownSeconds(remainingMs: number): number {
  return Math.ceil(remainingMs / 1000);
}

/** Until the shown second changes next, ms; null while the timer stands still. For a display that wakes once a second. */
export function untilNextSecond(timer: Timer | null, now: number): number | null {
  if (timer === null || !running(timer, now)) return null;
  const { remainingMs } = timerPosition(timer, now);
  return remainingMs - (shownSeconds(remainingMs) - 1) * 1000;
}

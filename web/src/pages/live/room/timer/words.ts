import { spokenTime } from "../../../../format/format";
import type { Timer } from "../../../../live/room-view";
import type { TimerPhase, TimerPosition } from "../../../../live/timer";

export const PHASE_WORDS: Readonly<Record<TimerPhase, string>> = {
  countdown: "Get ready",
  work: "Work",
  rest: "Rest",
  done: "Done",
};

/**
 * What a screen reader hears of the timer. It holds no second that passes, so it changes (and is read out) only when
 * the phase does or the timer is held; the last seconds are counted on screen alone.
 */
export function announcement(timer: Timer | null, position: TimerPosition | null): string {
  if (timer === null || position === null) return "";
  const { rounds, workMs, restMs } = timer.plan;
  if (position.phase === "done") return "Timer finished. Well done.";
  if (timer.pausedAt !== null) return "Timer paused.";
  switch (position.phase) {
    case "countdown":
      return "Get ready.";
    case "work":
      return `Round ${position.round} of ${rounds}: work for ${spokenTime(workMs)}.`;
    case "rest":
      return `Rest for ${spokenTime(restMs)}.`;
  }
}

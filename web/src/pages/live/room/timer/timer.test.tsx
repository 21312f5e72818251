import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Action } from "../../../../live/protocol";
import type { Timer } from "../../../../live/room-view";
import { planLength, timerPosition } from "../../../../live/timer";
import { planOf, TimerControls } from "./TimerControls";
import { TimerRing } from "./TimerRing";
import { announcement } from "./words";

afterEach(cleanup);

const PLAN = { rounds: 2, workMs: 40_000, restMs: 20_000, countdownMs: 5000 };
const running: Timer = { plan: PLAN, startedAt: 0, pausedAt: null, accumulatedMs: 0 };
const at = (ms: number, timer = running) => ({ timer, position: timerPosition(timer, ms) });

describe("what is announced", () => {
  test("each phase is said once, and no second that passes", () => {
    const said: string[] = [];
    for (let ms = 0; ms <= planLength(PLAN); ms += 250) {
      const words = announcement(running, timerPosition(running, ms));
      if (words !== said.at(-1)) said.push(words);
    }
    expect(said).toEqual([
      "Get ready.",
      "Round 1 of 2: work for 40 seconds.",
      "Rest for 20 seconds.",
      "Round 2 of 2: work for 40 seconds.",
      "Timer finished. Well done.",
    ]);
  });

  test("a held timer says so, at whatever second it stands", () => {
    const held = { ...running, pausedAt: 20_000, accumulatedMs: 20_000 };
    expect(announcement(held, timerPosition(held, 90_000))).toBe("Timer paused.");
    expect(announcement(null, null)).toBe("");
  });
});

describe("the ring", () => {
  test("shows phase, seconds and round, and marks the last three seconds", () => {
    const { rerender } = render(<TimerRing {...at(5000)} />);
    const ring = screen.getByRole("timer", { name: "Work, round 1 of 2" });
    expect(ring.textContent).toBe("Work401 of 2");
    expect(ring.dataset.final).toBe("false");
    rerender(<TimerRing {...at(42_500)} />);
    expect(ring.dataset).toMatchObject({ final: "true", seconds: "3", phase: "work" });
    rerender(<TimerRing {...at(46_000)} />);
    expect(ring.dataset).toMatchObject({ final: "false", phase: "rest" });
  });

  test("a held timer does not press, and a finished one has no seconds", () => {
    const held = { ...running, pausedAt: 43_000, accumulatedMs: 43_000 };
    const { rerender } = render(<TimerRing {...at(99_000, held)} />);
    expect(screen.getByRole("timer").dataset).toMatchObject({ paused: "true", final: "false" });
    rerender(<TimerRing {...at(planLength(PLAN))} />);
    expect(screen.getByRole("timer").textContent).toContain("Done");
    rerender(<TimerRing timer={null} position={null} />);
    expect(screen.queryByRole("timer")).toBeNull();
  });
});

test("whatever is typed, the plan is one that the room takes", () => {
  const any = fc.oneof(fc.double(), fc.constant(Number.NaN));
  fc.assert(
    fc.property(any, any, any, (rounds, work, rest) => {
      const plan = planOf({ rounds, work, rest });
      for (const value of Object.values(plan)) expect(Number.isInteger(value)).toBe(true);
      expect(plan.rounds).toBeGreaterThanOrEqual(1);
      expect(plan.rounds).toBeLessThanOrEqual(100);
      expect(plan.workMs).toBeGreaterThanOrEqual(1000);
      expect(plan.workMs).toBeLessThanOrEqual(3_600_000);
      expect(plan.restMs).toBeGreaterThanOrEqual(0);
      expect(plan.restMs).toBeLessThanOrEqual(3_600_000);
    }),
  );
});

test("the trainer starts a plan, holds it, and lets it go on", async () => {
  const act = vi.fn<(action: Action) => void>();
  const { rerender } = render(<TimerControls timer={null} position={null} act={act} />);
  await userEvent.click(screen.getByRole("button", { name: "Set the timer" }));
  await userEvent.click(screen.getByRole("button", { name: "8 × 20/10" }));
  await userEvent.clear(screen.getByLabelText("Rounds"));
  await userEvent.type(screen.getByLabelText("Rounds"), "4");
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  expect(act).toHaveBeenLastCalledWith({
    kind: "timer",
    do: "start",
    plan: { rounds: 4, workMs: 20_000, restMs: 10_000, countdownMs: 5000 },
  });
  rerender(<TimerControls {...at(10_000)} act={act} />);
  await userEvent.click(screen.getByRole("button", { name: "Pause" }));
  expect(act).toHaveBeenLastCalledWith({ kind: "timer", do: "pause" });
  rerender(<TimerControls {...at(10_000, { ...running, pausedAt: 9000 })} act={act} />);
  await userEvent.click(screen.getByRole("button", { name: "Go on" }));
  expect(act).toHaveBeenLastCalledWith({ kind: "timer", do: "resume" });
});

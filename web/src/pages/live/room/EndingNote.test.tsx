import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EndingNote } from "./EndingNote";

const MINUTE = 60_000;
const CLOSES = 100 * MINUTE;
let now = 0;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function show(onExtend: (() => void) | null) {
  const props = { grace: 15 * MINUTE, now: () => now, pair: false, onExtend, extending: false };
  return { ...render(<EndingNote {...props} closes={CLOSES} />), props };
}

test("the end is said five minutes before it, and no longer when there is more time", () => {
  now = CLOSES - 21 * MINUTE;
  const { rerender, props } = show(null);
  expect(screen.queryByText(/ends at/)).toBeNull();
  now += MINUTE + 1;
  act(() => {
    vi.advanceTimersByTime(1000);
  });
  expect(screen.getByText(/This class ends at/).textContent).toMatch(/ · in 5 min$/);
  expect(screen.queryByRole("button")).toBeNull();
  rerender(<EndingNote {...props} closes={CLOSES + 15 * MINUTE} />);
  expect(screen.queryByText(/ends at/)).toBeNull();
});

test("one that runs over says until when, and only the trainer gets more time", () => {
  now = CLOSES - 30_000;
  const onExtend = vi.fn();
  show(onExtend);
  expect(screen.getByText(/runs over/).textContent).toMatch(/ · in less than a minute$/);
  screen.getByRole("button", { name: "15 more minutes" }).click();
  expect(onExtend).toHaveBeenCalledOnce();
});

import { expect, test } from "vitest";
import { WatchedTime } from "./watched";

/** Play from one moment to another, in quarters of a second. */
function play(watched: WatchedTime, from: number, to: number) {
  for (let at = from; at <= to; at += 0.25) watched.note(at, true);
  watched.note(to, false);
}

test("what is played counts, once", () => {
  const watched = new WatchedTime();
  play(watched, 0, 10);
  expect(watched.share(20)).toBe(0.5);
  play(watched, 5, 10);
  expect(watched.share(20)).toBe(0.5);
  play(watched, 10, 20);
  expect(watched.share(20)).toBe(1);
});

test("what is skipped does not", () => {
  const watched = new WatchedTime();
  play(watched, 0, 2);
  watched.note(2, true);
  watched.note(95, true);
  play(watched, 95, 100);
  expect(watched.share(100)).toBeCloseTo(0.07);
});

test("going back and resting add nothing", () => {
  const watched = new WatchedTime();
  watched.note(50, true);
  watched.note(10, true);
  watched.note(10, false);
  watched.note(12, true);
  expect(watched.share(100)).toBe(0);
});

test("nothing is watched of a video of unknown length", () => {
  const watched = new WatchedTime();
  play(watched, 0, 5);
  expect(watched.share(0)).toBe(0);
});

test("at double speed it counts as well", () => {
  const watched = new WatchedTime();
  for (let at = 0; at <= 60; at += 2) watched.note(at, true);
  expect(watched.share(60)).toBe(1);
});

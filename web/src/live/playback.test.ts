import { describe, expect, test } from "vitest";
import { correction, FAR_S, IN_STEP_S, isOver, MOST_SPEEDING, positionAt, startsIn } from "./playback";
import type { RoomPlayback } from "./room-view";

const VIDEO: RoomPlayback = { mediaId: "m", runtimeMs: 60_000, playing: true, positionMs: 5000, at: 1000 };

describe("where the room's video stands", () => {
  test.each([
    ["before it begins", 400, 5000],
    ["when it begins", 1000, 5000],
    ["while it runs", 3500, 7500],
    ["after its end", 99_000, 60_000],
  ])("%s", (_, now, position) => {
    expect(positionAt(VIDEO, now)).toBe(position);
  });

  test("held, it stays whatever the time", () => {
    expect(positionAt({ ...VIDEO, playing: false }, 99_000)).toBe(5000);
  });

  test("it says when it begins and when it is over", () => {
    expect(startsIn(VIDEO, 400)).toBe(600);
    expect(startsIn(VIDEO, 1400)).toBe(0);
    expect(startsIn({ ...VIDEO, playing: false }, 400)).toBe(0);
    expect(isOver(VIDEO, 55_999)).toBe(false);
    expect(isOver(VIDEO, 56_000)).toBe(true);
  });
});

describe("what brings a player into step", () => {
  test("within the dead band it is left alone, before and behind alike", () => {
    expect(correction(IN_STEP_S, false)).toEqual({ rate: 1 });
    expect(correction(-IN_STEP_S, false)).toEqual({ rate: 1 });
  });

  test("behind it plays faster, before slower, never by more than is heard", () => {
    expect(correction(0.06, false)).toEqual({ rate: 1.03 });
    expect(correction(-0.06, false)).toEqual({ rate: 0.97 });
    expect(correction(FAR_S, false)).toEqual({ rate: 1 + MOST_SPEEDING });
    expect(correction(-FAR_S, false)).toEqual({ rate: 1 - MOST_SPEEDING });
  });

  test("a correction that has begun goes on into the dead band", () => {
    expect(correction(0.03, true)).toEqual({ rate: 1.015 });
    expect(correction(0.01, true)).toEqual({ rate: 1 });
  });

  test("far away it jumps", () => {
    expect(correction(FAR_S + 0.001, false)).toBe("jump");
    expect(correction(-FAR_S - 0.001, true)).toBe("jump");
  });

  test.each([0.9, 0.3, 0.06, -0.3, -0.9])("%d s away it comes into step, and stays there", (start) => {
    let behind = start;
    let correcting = false;
    let looks = 0;
    for (; looks < 120; looks += 1) {
      const wanted = correction(behind, correcting);
      if (wanted === "jump") throw new Error("it jumped");
      correcting = wanted.rate !== 1;
      behind -= (wanted.rate - 1) * 0.25;
      if (!correcting) break;
    }
    expect(Math.abs(behind)).toBeLessThan(IN_STEP_S / 2);
    expect(correction(behind, false)).toEqual({ rate: 1 });
  });
});

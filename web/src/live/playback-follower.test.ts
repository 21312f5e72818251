import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { EMPTY, type Playback, type Snapshot } from "../player/playback";
import { COUNTDOWN_MS, type Element, PlaybackFollower } from "./playback-follower";
import type { Action } from "./protocol";
import type { RoomPlayback } from "./room-view";

const ROOM: RoomPlayback = { mediaId: "m", runtimeMs: 60_000, playing: false, positionMs: 0, at: 0 };
const ENOUGH = HTMLMediaElement.HAVE_ENOUGH_DATA;

/** A media element whose time runs by the fake clock, and the player on it. */
class Machine implements Playback {
  snapshotNow: Snapshot = { ...EMPTY, state: "paused" };
  readonly video: { -readonly [name in keyof Element]: Element[name] } = {
    currentTime: 0,
    paused: true,
    ended: false,
    seeking: false,
    readyState: ENOUGH,
  };
  readonly jumps: number[] = [];
  readonly rates: number[] = [];
  destroyed = false;
  /** So long after a jump it plays on, s. */
  slowness = 0;
  #seeking = 0;
  #listeners = new Set<() => void>();
  snapshot = () => this.snapshotNow;
  stats = () => ({ rendition: null, frames: 0, dropped: 0, ahead: 0, throughput: 0, received: 0 });

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  play(): void {
    this.video.paused = false;
    this.#update({ paused: false, state: "playing" });
  }

  pause(): void {
    this.video.paused = true;
    this.#update({ paused: true, state: "paused" });
  }

  seek(position: number): void {
    this.jumps.push(position);
    this.video.currentTime = position;
    this.#seeking = this.slowness;
    this.video.seeking = this.slowness > 0;
  }

  setRate(rate: number): void {
    this.rates.push(rate);
    this.#update({ rate });
  }

  setQuality(): void {
    throw new Error("nobody chose");
  }

  setVolume(volume: number): void {
    this.#update({ volume });
  }

  setMuted(muted: boolean): void {
    this.#update({ muted });
  }

  retry(): void {
    this.#update({ failure: null });
  }

  destroy(): void {
    this.destroyed = true;
  }

  /** Time passes for the element and for the clocks of the page. */
  run(ms: number): void {
    for (let left = ms; left > 0; left -= 10) {
      if (this.video.seeking) {
        this.#seeking -= 0.01;
        this.video.seeking = this.#seeking > 0.001;
      } else if (!this.video.paused && !this.video.ended && this.video.readyState === ENOUGH) {
        this.video.currentTime += 0.01 * this.snapshotNow.rate;
      }
      vi.advanceTimersByTime(10);
    }
  }

  #update(part: Partial<Snapshot>): void {
    this.snapshotNow = { ...this.snapshotNow, ...part };
    for (const listener of this.#listeners) listener();
  }
}

let machine: Machine;
let said: Action[];

function follower(room: Partial<RoomPlayback> = {}): PlaybackFollower {
  return new PlaybackFollower(
    { ...ROOM, ...room },
    { video: machine.video, player: machine, now: () => Date.now(), steer: (action) => said.push(action) },
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  machine = new Machine();
  said = [];
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a player follows the room", () => {
  test("it stands until all begin, then runs at that moment", () => {
    const one = follower({ playing: true, at: 3000 });
    machine.run(2950);
    expect(machine.video.paused).toBe(true);
    machine.run(100);
    expect(machine.video.paused).toBe(false);
    expect(one.behind()).toBeCloseTo(0, 1);
  });

  test("who comes late begins where the others are", () => {
    vi.setSystemTime(20_000);
    const one = follower({ playing: true, at: 0 });
    machine.run(1000);
    expect(machine.jumps).toHaveLength(1);
    expect(machine.video.currentTime).toBeCloseTo(21, 1);
    expect(Math.abs(one.behind() ?? 1)).toBeLessThan(0.06);
  });

  test("held, it stands on the room's frame; moved while held, it goes there", () => {
    const one = follower({ playing: true });
    machine.run(5000);
    one.follow({ ...ROOM, positionMs: 4900, at: 5000 });
    expect(machine.video.paused).toBe(true);
    expect(machine.video.currentTime).toBeCloseTo(4.9);
    one.follow({ ...ROOM, positionMs: 30_000, at: 5000 });
    machine.run(500);
    expect(machine.jumps).toEqual([4.9, 30]);
  });

  test("a little behind it plays faster until it is in step, without a jump", () => {
    const one = follower({ playing: true });
    machine.run(1000);
    machine.video.currentTime -= 0.3;
    machine.run(300);
    expect(machine.snapshotNow.rate).toBe(1.05);
    machine.run(20_000);
    expect(machine.snapshotNow.rate).toBe(1);
    expect(Math.abs(one.behind() ?? 1)).toBeLessThan(0.03);
    expect(machine.jumps).toEqual([]);
  });

  test("who waited for data catches up at once when it is there, not before", () => {
    follower({ playing: true });
    machine.run(1000);
    machine.video.readyState = HTMLMediaElement.HAVE_CURRENT_DATA;
    machine.run(4000);
    expect(machine.jumps).toEqual([]);
    machine.video.readyState = ENOUGH;
    machine.run(300);
    expect(machine.jumps).toHaveLength(1);
    expect(machine.video.currentTime).toBeCloseTo(5.2, 0);
  });

  test("where jumps take long, the next one goes further", () => {
    const one = follower({ playing: true });
    machine.run(500);
    machine.slowness = 1.2;
    machine.video.currentTime = 30;
    machine.run(4000);
    expect(machine.jumps).toHaveLength(2);
    expect(Math.abs(one.behind() ?? 9)).toBeLessThan(0.5);
  });

  test("at its end nothing begins anew", () => {
    follower({ playing: true });
    machine.run(59_000);
    machine.video.currentTime = 59.98;
    machine.video.ended = true;
    machine.video.paused = true;
    machine.run(3000);
    expect(machine.video.paused).toBe(true);
    expect(machine.jumps).toEqual([]);
  });

  test("what the browser holds back is not begun again and again", () => {
    follower({ playing: true, at: 1000 });
    machine.snapshotNow = { ...machine.snapshotNow, blocked: true };
    machine.run(3000);
    expect(machine.video.paused).toBe(true);
  });
});

describe("what is done with it is asked of the room", () => {
  test("the first start counts down, going on does not", () => {
    follower().play();
    follower({ positionMs: 7000 }).play();
    expect(said).toEqual([
      { kind: "playback", do: "play", countdownMs: COUNTDOWN_MS },
      { kind: "playback", do: "play", countdownMs: 0 },
    ]);
    expect(machine.video.paused).toBe(true);
  });

  test("pause and seek are said in whole ms within the video, and speed isn't", () => {
    const one = follower({ playing: true });
    one.pause();
    one.seek(12.3456);
    one.seek(-3);
    one.seek(999);
    one.setRate();
    expect(said).toEqual([
      { kind: "playback", do: "pause" },
      { kind: "playback", do: "seek", positionMs: 12_346 },
      { kind: "playback", do: "seek", positionMs: 0 },
      { kind: "playback", do: "seek", positionMs: 60_000 },
    ]);
  });

  test("it shows what the room does, and the viewer's own sound", () => {
    const one = follower();
    let told = 0;
    one.subscribe(() => (told += 1));
    one.setVolume(0.4);
    one.follow({ ...ROOM, playing: true, at: 9000 });
    expect(one.snapshot()).toMatchObject({ paused: false, volume: 0.4, rate: 1 });
    expect(told).toBeGreaterThan(1);
    one.destroy();
    machine.run(1000);
    expect(machine.destroyed).toBe(true);
  });
});

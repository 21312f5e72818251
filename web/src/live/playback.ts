import type { RoomPlayback } from "./room-view";

/** Where the room's video stands at a moment of the log, ms: everybody who knows the log's time has the same. */
export function positionAt(playback: RoomPlayback, now: number): number {
  const run = playback.playing ? Math.max(0, now - playback.at) : 0;
  return Math.min(playback.positionMs + run, playback.runtimeMs);
}

/** Whether its end is reached. */
export function isOver(playback: RoomPlayback, now: number): boolean {
  return positionAt(playback, now) >= playback.runtimeMs;
}

/** Until it begins, ms; 0 when it runs or isn't going to. */
export function startsIn(playback: RoomPlayback, now: number): number {
  return playback.playing ? Math.max(0, playback.at - now) : 0;
}

/** Off by no more than this it is in step, and left alone; s. */
export const IN_STEP_S = 0.05;
/** A correction that has begun goes on until it is nearer than this, so that it doesn't begin again at once; s. */
const SETTLED_S = 0.01;
/** Off by more than this, playing a little faster would take too long; s. */
export const FAR_S = 1;
/** Most by which the speed is changed. Within this, voices and music keep their sound. */
export const MOST_SPEEDING = 0.05;
/** What is off is made good within this time, as far as the speed allows; s. */
const WITHIN_S = 2;

/** Another speed from now on, or a jump. */
export type Correction = { readonly rate: number } | "jump";

/**
 * What brings a player into step that is `behind` the room by so many seconds (before it when negative). `correcting`:
 * it is being corrected by its speed now. A proportional controller with a dead band, so that it neither hunts nor
 * changes the sound for nothing.
 */
export function correction(behind: number, correcting: boolean): Correction {
  const off = Math.abs(behind);
  if (off > FAR_S) return "jump";
  if (off <= (correcting ? SETTLED_S : IN_STEP_S)) return { rate: 1 };
  return { rate: 1 + Math.max(-MOST_SPEEDING, Math.min(MOST_SPEEDING, behind / WITHIN_S)) };
}

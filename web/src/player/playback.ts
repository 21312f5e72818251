import type { Failure } from "../socket/closing";

export type PlaybackState = "loading" | "playing" | "paused" | "seeking" | "waiting" | "ended" | "failed";

/** A rendition as the viewer may choose it. */
export interface Rendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Everything that a page shows about playing. Never changed in place: a change is a new snapshot. Times in seconds. */
export interface Snapshot {
  readonly state: PlaybackState;
  /** The viewer wants it to rest, whatever `state` is busy with. */
  readonly paused: boolean;
  readonly position: number;
  readonly duration: number;
  /** Stretches [start, end) that are here. */
  readonly buffered: readonly (readonly [number, number])[];
  readonly rate: number;
  readonly volume: number;
  readonly muted: boolean;
  /** What was chosen: `auto` or a rendition's name. */
  readonly quality: string;
  /** What is on the screen. */
  readonly rendition: string | null;
  readonly renditions: readonly Rendition[];
  /** False while a part of the video is still being encoded. */
  readonly complete: boolean;
  /** The next part isn't encoded yet; playing goes on by itself when it is. */
  readonly preparing: boolean;
  readonly reconnecting: boolean;
  readonly failure: Failure | null;
  /** The browser wants the viewer to press play himself. */
  readonly blocked: boolean;
}

/** Figures about playing. `throughput` in bit/s while media comes in, `ahead` in seconds. */
export interface Stats {
  readonly rendition: string | null;
  readonly frames: number;
  readonly dropped: number;
  readonly ahead: number;
  readonly throughput: number;
  readonly received: number;
}

/** A video being played on an element, however its media comes. */
export interface Playback {
  snapshot(): Snapshot;
  stats(): Stats;
  /** Call `listener` after every new snapshot. Returns how to stop. */
  subscribe(listener: () => void): () => void;
  play(): void;
  pause(): void;
  /** Go to a moment, in seconds. */
  seek(position: number): void;
  /** `auto` or the name of a rendition. */
  setQuality(name: string): void;
  setRate(rate: number): void;
  setVolume(volume: number): void;
  setMuted(muted: boolean): void;
  /** After a failure, or while reconnecting: try again now. */
  retry(): void;
  destroy(): void;
}

/** What decides the state; all but `failed` and `started` is read from the media element. */
export interface Facts {
  readonly failed: boolean;
  /** A first frame has been shown. */
  readonly started: boolean;
  readonly seeking: boolean;
  readonly ended: boolean;
  readonly paused: boolean;
  readonly readyState: number;
}

const HAVE_FUTURE_DATA = 3;

export function stateOf(facts: Facts): PlaybackState {
  if (facts.failed) return "failed";
  if (!facts.started) return "loading";
  if (facts.seeking) return "seeking";
  if (facts.ended) return "ended";
  if (facts.paused) return "paused";
  return facts.readyState < HAVE_FUTURE_DATA ? "waiting" : "playing";
}

export const EMPTY: Snapshot = {
  state: "loading",
  paused: true,
  position: 0,
  duration: 0,
  buffered: [],
  rate: 1,
  volume: 1,
  muted: false,
  quality: "auto",
  rendition: null,
  renditions: [],
  complete: true,
  preparing: false,
  reconnecting: false,
  failure: null,
  blocked: false,
};

import { EMPTY, type Snapshot, stateOf } from "./playback";

const EVENTS = [
  "loadedmetadata",
  "loadeddata",
  "durationchange",
  "play",
  "playing",
  "pause",
  "waiting",
  "seeking",
  "seeked",
  "timeupdate",
  "progress",
  "ended",
  "volumechange",
  "ratechange",
  "resize",
] as const;

/** Keeps the snapshot of a video element, and tells who listens when it has changed. */
export class ElementView {
  readonly video: HTMLVideoElement;
  readonly #listeners = new Set<() => void>();
  readonly #aborter = new AbortController();
  #snapshot: Snapshot = EMPTY;
  #started = false;

  constructor(video: HTMLVideoElement) {
    this.video = video;
    for (const type of EVENTS) {
      this.on(type, () => {
        this.update({});
      });
    }
    this.on("loadeddata", () => {
      this.#started = true;
      this.update({});
    });
    this.update({});
  }

  /** Hear an event of the element until `destroy`. */
  on(type: keyof HTMLMediaElementEventMap, listener: (event: Event) => void): void {
    this.video.addEventListener(type, listener, { signal: this.#aborter.signal });
  }

  snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Read the element again; `known` is what it can't tell. */
  update(known: Partial<Snapshot>): void {
    const { video } = this;
    const before = this.#snapshot;
    const merged = { ...before, ...known };
    const duration = Number.isFinite(video.duration) ? video.duration : merged.duration;
    this.#snapshot = {
      ...merged,
      state: stateOf({
        failed: merged.failure !== null,
        started: this.#started,
        seeking: video.seeking,
        ended: video.ended,
        paused: video.paused,
        readyState: video.readyState,
      }),
      paused: video.paused,
      position: known.position ?? (this.#started ? video.currentTime : merged.position),
      duration: known.duration ?? duration,
      buffered: stretches(video.buffered),
      rate: video.playbackRate,
      volume: video.volume,
      muted: video.muted,
    };
    for (const listener of this.#listeners) listener();
  }

  /** The element gets another source: until its first frame it is loading. */
  restart(): void {
    this.#started = false;
    this.update({});
  }

  /** Start playing; when the browser refuses to without a gesture, `blocked` says so. */
  async play(): Promise<void> {
    try {
      await this.video.play();
      if (this.#snapshot.blocked) this.update({ blocked: false });
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotAllowedError") this.update({ blocked: true });
      // AbortError: paused or given another source before it began; whoever did that knows.
    }
  }

  // What is set is in the snapshot at once. The element tells it by an event only later, and whoever presses a key twice
  // within that time must not count from the old value.

  pause(): void {
    this.video.pause();
    this.update({});
  }

  /** Go to a moment, in seconds: no earlier than the start and no later than the end, where that is known. */
  seek(moment: number): void {
    this.video.currentTime = this.within(moment);
    this.update({ position: this.within(moment) });
  }

  /** The moment of the video that is nearest to this one. */
  within(moment: number): number {
    const { duration } = this.#snapshot;
    return Math.max(0, duration > 0 ? Math.min(moment, duration) : moment);
  }

  setRate(rate: number): void {
    this.video.playbackRate = rate;
    this.update({});
  }

  /** From 0, which mutes, to 1. */
  setVolume(volume: number): void {
    this.video.volume = Math.min(1, Math.max(0, volume));
    this.video.muted = volume <= 0;
    this.update({});
  }

  /** Turn the sound off, or on so that it is heard. */
  setMuted(muted: boolean): void {
    this.video.muted = muted;
    if (!muted && this.video.volume === 0) this.video.volume = 0.5;
    this.update({});
  }

  frames(): { frames: number; dropped: number } {
    const quality = this.video.getVideoPlaybackQuality();
    return { frames: quality.totalVideoFrames, dropped: quality.droppedVideoFrames };
  }

  destroy(): void {
    this.#aborter.abort();
    this.#listeners.clear();
    this.video.removeAttribute("src");
    this.video.load();
  }
}

function stretches(ranges: TimeRanges): readonly (readonly [number, number])[] {
  return Array.from({ length: ranges.length }, (_, i) => [ranges.start(i), ranges.end(i)] as const);
}

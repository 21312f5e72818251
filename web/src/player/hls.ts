import type { Failure } from "../socket/closing";
import { ElementView } from "./element";
import type { Playback, Snapshot, Stats } from "./playback";

const UNPLAYABLE: Failure = {
  code: "unplayable",
  title: "This video could not be played",
  detail: "Check your connection and try again.",
  again: true,
};

/** Whether this browser plays HLS by itself. */
export function hasNativeHls(): boolean {
  return document.createElement("video").canPlayType("application/vnd.apple.mpegurl") !== "";
}

export interface HlsOptions {
  /** A fresh address of the playlist: the one before may have expired. */
  readonly playlist: () => Promise<string>;
  readonly start?: number;
}

/** Plays a video by the HLS of the browser, where Media Source Extensions are missing. The browser picks the quality. */
export class HlsPlayer implements Playback {
  readonly #view: ElementView;
  readonly #playlist: () => Promise<string>;
  #target: number | null;
  #renewed = false;
  #destroyed = false;

  constructor(video: HTMLVideoElement, options: HlsOptions) {
    this.#view = new ElementView(video);
    this.#playlist = options.playlist;
    this.#target = options.start ?? 0;
    this.#view.on("loadedmetadata", () => {
      if (this.#target !== null && this.#target > 0) video.currentTime = this.#target;
      this.#target = null;
    });
    this.#view.on("playing", () => {
      this.#renewed = false;
    });
    this.#view.on("resize", () => {
      this.#view.update({ rendition: video.videoHeight > 0 ? `${video.videoHeight}p` : null });
    });
    this.#view.on("error", () => {
      // An address that expired while the viewer paused looks like any other error: one fresh one is worth it.
      if (this.#renewed) this.#view.update({ failure: UNPLAYABLE });
      else {
        this.#renewed = true;
        const playing = !video.paused;
        void this.#load().then(() => {
          if (playing) this.play();
        });
      }
    });
    void this.#load();
  }

  snapshot = (): Snapshot => this.#view.snapshot();

  subscribe = (listener: () => void): (() => void) => this.#view.subscribe(listener);

  stats(): Stats {
    const { video } = this.#view;
    const { rendition, buffered } = this.#view.snapshot();
    const here = buffered.find(([start, end]) => start <= video.currentTime && video.currentTime < end);
    return {
      rendition,
      ...this.#view.frames(),
      ahead: here === undefined ? 0 : here[1] - video.currentTime,
      throughput: 0,
      received: 0,
    };
  }

  play(): void {
    void this.#view.play();
  }

  pause(): void {
    this.#view.pause();
  }

  seek(position: number): void {
    if (this.#target !== null) {
      this.#target = this.#view.within(position);
      this.#view.update({ position: this.#target });
    } else this.#view.seek(position);
  }

  setQuality(): void {
    // The browser decides.
  }

  setRate(rate: number): void {
    this.#view.setRate(rate);
  }

  setVolume(volume: number): void {
    this.#view.setVolume(volume);
  }

  setMuted(muted: boolean): void {
    this.#view.setMuted(muted);
  }

  retry(): void {
    this.#view.update({ failure: null });
    this.#renewed = false;
    void this.#load();
  }

  destroy(): void {
    this.#destroyed = true;
    this.#view.destroy();
  }

  async #load(): Promise<void> {
    this.#target ??= this.#view.video.currentTime;
    this.#view.restart();
    try {
      const address = await this.#playlist();
      if (!this.#destroyed) this.#view.video.src = address;
    } catch {
      if (!this.#destroyed) this.#view.update({ failure: UNPLAYABLE });
    }
  }
}

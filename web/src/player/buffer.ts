import type { Ready } from "./protocol";
import type { Segment } from "./assembly";
import { type Ranges, type SourceSink, TOLERANCE, TrackBuffer } from "./track";

/** The part of a MediaSource that we use. */
export interface Source {
  readonly readyState: "closed" | "ended" | "open";
  duration: number;
  addSourceBuffer(type: string): SourceSink;
  endOfStream(): void;
}

/** What lies this far behind the playhead is let go, seconds. */
export const KEEP_BEHIND = 30;
/** The same when the browser has no room. */
const KEEP_BEHIND_FULL = 2;
/** Evict only when it is worth it. */
const EVICT_STEP = 5;
/** The relay stops 30 s ahead; what lies beyond this is left over from before a seek. */
const KEEP_AHEAD = 120;

/** The stretch of time that source buffers hold of a stream. All moments in seconds. */
export class MediaBuffer {
  readonly #source: Source;
  readonly #stream: Ready;
  readonly #video: TrackBuffer;
  readonly #audio: TrackBuffer | null;
  readonly #tracks: readonly TrackBuffer[];
  readonly #playhead: () => number;
  readonly #renditions = new Map<number, number>();
  #final = false;

  /** Fill `source`, which is open, with `stream`. `changed` is called when what is buffered has changed. */
  constructor(source: Source, stream: Ready, options: { playhead: () => number; changed: () => void }) {
    this.#source = source;
    this.#stream = stream;
    this.#playhead = options.playhead;
    const track = (type: string) =>
      new TrackBuffer(source.addSourceBuffer(type), type, {
        full: () => {
          this.#evict(KEEP_BEHIND_FULL, 0);
        },
        changed: () => {
          this.#finish();
          options.changed();
        },
      });
    // Both before anything is appended: a source buffer that comes later is refused.
    this.#video = track(videoType(stream, 1));
    this.#audio = stream.audioCodecs === null ? null : track(audioType(stream.audioCodecs));
    this.#tracks = this.#audio === null ? [this.#video] : [this.#video, this.#audio];
    source.duration = this.duration;
  }

  get duration(): number {
    return this.#stream.runtimeMs / 1000;
  }

  /** Take a whole segment. */
  append(segment: Segment): void {
    const buffer = segment.track === 0 ? this.#audio : this.#video;
    if (buffer === null) return;
    if (segment.initialization) {
      const type =
        segment.track === 0 ? audioType(this.#stream.audioCodecs ?? "") : videoType(this.#stream, segment.track);
      buffer.push({ bytes: segment.bytes, type });
      return;
    }
    if (segment.track > 0) this.#renditions.set(segment.number, segment.track);
    buffer.push({ bytes: segment.bytes, start: this.start(segment.number), end: this.start(segment.number + 1) });
  }

  /** Second at which a segment begins. */
  start(segment: number): number {
    return (segment * this.#stream.segmentMs) / 1000;
  }

  /** Number of the segment that holds a moment. */
  segmentAt(moment: number): number {
    const number = Math.floor((Math.max(0, moment) * 1000) / this.#stream.segmentMs);
    return Math.min(number, this.#stream.segments - 1);
  }

  /** Place in `Ready.video`, from 1, of what was received last for this moment; null when nothing was. */
  renditionAt(moment: number): number | null {
    return this.#renditions.get(this.segmentAt(moment)) ?? null;
  }

  /** Up to where picture and sound can be played from `from`; null when it can't be played from there at all. */
  reach(from: number): number | null {
    let least: number | null = null;
    for (const track of this.#tracks) {
      const reach = track.reach(from);
      if (reach === null) return null;
      least = least === null ? reach : Math.min(least, reach);
    }
    return least;
  }

  /** Seconds that can be played on from `from`. */
  ahead(from: number): number {
    return Math.max(0, (this.reach(from) ?? from) - from);
  }

  /** The segment that is needed next to play on from `from`; null when everything up to the end is here. */
  needed(from: number): number | null {
    const reach = this.reach(from);
    if (reach === null && from < this.duration - TOLERANCE) return this.segmentAt(from + TOLERANCE);
    // Sound may end a little before the picture does.
    const rest = this.duration - (reach ?? from);
    if (rest <= TOLERANCE || (this.#final && rest < this.#stream.segmentMs / 1000)) return null;
    return this.segmentAt((reach ?? from) + TOLERANCE);
  }

  /** Start of the next stretch that can be played when `from` lies in a hole of at most `most` seconds; else null. */
  hole(from: number, most: number): number | null {
    let start = from;
    for (const track of this.#tracks) {
      const next = playableFrom(track.buffered, from);
      if (next === null || next > from + most) return null;
      start = Math.max(start, next);
    }
    return start > from ? start : null;
  }

  /** Everything up to the end has been received. */
  finalize(): void {
    this.#final = true;
    this.#finish();
  }

  /** Media of another place follows: forget what waits. */
  redirect(): void {
    this.#final = false;
    for (const track of this.#tracks) track.clear();
  }

  /** Let go of everything from `start` on. */
  discardFrom(start: number): void {
    this.redirect();
    for (const track of this.#tracks) track.remove(start, Infinity);
  }

  /** Let go of what lies far from the playhead; go on with what waits for room. */
  tidy(): void {
    if (this.#source.readyState === "closed") return;
    this.#evict(KEEP_BEHIND, EVICT_STEP);
    for (const track of this.#tracks) track.pump();
  }

  #finish(): void {
    if (!this.#final || this.#source.readyState !== "open") return;
    if (this.#tracks.every((track) => track.idle)) this.#source.endOfStream();
  }

  #evict(behind: number, step: number): void {
    const playhead = this.#playhead();
    // Whole segments, so that what is left begins where a segment does.
    const before = this.start(this.segmentAt(playhead - behind));
    const beyond = playhead + KEEP_AHEAD;
    for (const track of this.#tracks) {
      const ranges = track.buffered;
      if (ranges.length === 0) continue;
      if (ranges.start(0) + step < before - TOLERANCE) {
        track.remove(ranges.start(0), before);
      }
      if (ranges.length > 1 && ranges.start(ranges.length - 1) > beyond) {
        track.remove(ranges.start(ranges.length - 1), Infinity);
      }
    }
  }
}

/** MIME type of a rendition, by its place from 1. */
export function videoType(stream: Ready, track: number): string {
  return `video/mp4; codecs="${stream.video[track - 1]?.codecs ?? ""}"`;
}

export function audioType(codecs: string): string {
  return `audio/mp4; codecs="${codecs}"`;
}

/** The first moment from `from` on that ranges hold; null when there is none. */
function playableFrom(ranges: Ranges, from: number): number | null {
  for (let i = 0; i < ranges.length; i += 1) {
    if (ranges.end(i) > from) return Math.max(from, ranges.start(i));
  }
  return null;
}

/** The part of TimeRanges that we use; seconds. */
export interface Ranges {
  readonly length: number;
  start(index: number): number;
  end(index: number): number;
}

/** The part of a SourceBuffer that we use. */
export interface SourceSink {
  readonly buffered: Ranges;
  readonly updating: boolean;
  appendBuffer(bytes: Uint8Array<ArrayBuffer>): void;
  remove(start: number, end: number): void;
  changeType(type: string): void;
  addEventListener(type: "updateend", listener: () => void): void;
}

/** Bytes that wait to be appended. Media covers [start, end) seconds; an initialization segment names its `type`. */
export type Item =
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }
  | { readonly bytes: Uint8Array<ArrayBuffer>; readonly start: number; readonly end: number };

/** Holes up to this many seconds are no holes: audio and video segments are cut at their own frames. */
export const TOLERANCE = 0.1;

/**
 * One source buffer and what waits to get into it, one operation at a time.
 *
 * When the browser has no room (QuotaExceededError) the item stays at the head and `full` is asked to remove something;
 * if nothing can be removed the queue rests until `pump` is called again.
 */
export class TrackBuffer {
  readonly #sink: SourceSink;
  readonly #full: () => void;
  readonly #changed: () => void;
  readonly #items: Item[] = [];
  readonly #removals: { start: number; end: number }[] = [];
  /** What is being appended: no longer waiting, not yet in the ranges. */
  #entering: Item | null = null;
  #family: string;

  constructor(sink: SourceSink, type: string, options: { full: () => void; changed: () => void }) {
    this.#sink = sink;
    this.#family = familyOf(type);
    this.#full = options.full;
    this.#changed = options.changed;
    sink.addEventListener("updateend", () => {
      this.#entering = null;
      this.pump();
      this.#changed();
    });
  }

  /** Nothing is being done and nothing waits. */
  get idle(): boolean {
    return !this.#sink.updating && this.#items.length === 0 && this.#removals.length === 0;
  }

  get buffered(): Ranges {
    return this.#sink.buffered;
  }

  push(item: Item): void {
    this.#items.push(item);
    this.pump();
  }

  /** Forget what waits. */
  clear(): void {
    this.#items.length = 0;
  }

  remove(start: number, end: number): void {
    if (end <= start || this.#removals.some((waiting) => waiting.start <= start && waiting.end >= end)) return;
    this.#removals.push({ start, end });
    this.pump();
  }

  /** Up to which second one can play from `from` without a hole, what waits counted in; null when `from` isn't here. */
  reach(from: number): number | null {
    let reach = contiguous(this.#sink.buffered, from);
    for (const item of [this.#entering, ...this.#items]) {
      if (item === null || !("start" in item)) continue;
      if (reach === null) {
        if (item.start <= from + TOLERANCE && item.end > from) reach = item.end;
      } else if (item.start <= reach + TOLERANCE && item.end > reach) reach = item.end;
    }
    return reach;
  }

  /** Do the next thing, if the source buffer is free. */
  pump(): void {
    if (this.#sink.updating) return;
    const removal = this.#removals.shift();
    if (removal !== undefined) {
      this.#sink.remove(removal.start, removal.end);
      return;
    }
    const item = this.#items[0];
    if (item === undefined) return;
    if ("type" in item && familyOf(item.type) !== this.#family) {
      this.#sink.changeType(item.type);
      this.#family = familyOf(item.type);
    }
    try {
      this.#sink.appendBuffer(item.bytes);
      this.#entering = item;
      this.#items.shift();
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      // Media could not be decoded: the media element tells why in its own error event.
      if (name === "InvalidStateError") this.clear();
      else if (name !== "QuotaExceededError") throw error;
      else this.#full();
    }
  }
}

/** End of the stretch of ranges that holds `from`; null when none does. */
export function contiguous(ranges: Ranges, from: number): number | null {
  let reach: number | null = null;
  for (let i = 0; i < ranges.length; i += 1) {
    const at = reach ?? from;
    if (ranges.start(i) <= at + TOLERANCE && ranges.end(i) > at) reach = ranges.end(i);
  }
  return reach;
}

/** Codec and profile without the level: within one of these a source buffer takes every stream as it is. */
function familyOf(type: string): string {
  return /codecs="([^"]{0,7})/.exec(type)?.[1] ?? type;
}

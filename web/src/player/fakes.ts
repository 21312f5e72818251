import { FakeSocket } from "../socket/fakes";
import type { Source } from "./buffer";
import { encodePiece, PieceKind } from "./protocol";
import type { Ranges, SourceSink } from "./track";

/** Owned interfaces, played by memory: what tests put in place of a browser. */

type Span = [start: number, end: number];

/** A source buffer whose media says in its bytes what it covers: [start, end) as two 32-bit floats. */
export class FakeSink implements SourceSink {
  updating = false;
  spans: Span[] = [];
  readonly types: string[] = [];
  /** Seconds of media that have room. */
  room = Infinity;
  /** What is being appended: as in a browser it shows only at `updateend`. */
  #entering: Span | null = null;
  readonly #listeners: (() => void)[] = [];

  get buffered(): Ranges {
    const spans = this.spans;
    return { length: spans.length, start: (i) => spans[i]?.[0] ?? NaN, end: (i) => spans[i]?.[1] ?? NaN };
  }

  appendBuffer(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.updating) throw new DOMException("busy", "InvalidStateError");
    const span = spanOf(bytes);
    if (span !== null) {
      const held = this.spans.reduce((sum, [start, end]) => sum + end - start, 0);
      if (held + span[1] - span[0] > this.room) throw new DOMException("full", "QuotaExceededError");
    }
    this.#entering = span;
    this.updating = true;
  }

  remove(start: number, end: number): void {
    if (this.updating) throw new DOMException("busy", "InvalidStateError");
    this.spans = this.spans
      .flatMap(([from, to]): Span[] => [
        [from, Math.min(to, start)],
        [Math.max(from, end), to],
      ])
      .filter(([from, to]) => to > from);
    this.updating = true;
  }

  changeType(type: string): void {
    this.types.push(type);
  }

  addEventListener(_: "updateend", listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Let what is under way end, and what follows from it, until nothing is. */
  settle(): void {
    while (this.updating) {
      this.updating = false;
      if (this.#entering !== null) this.spans = union([...this.spans, this.#entering]);
      this.#entering = null;
      for (const listener of this.#listeners) listener();
    }
  }
}

export class FakeSource implements Source {
  readyState: "closed" | "ended" | "open" = "open";
  duration = NaN;
  readonly sinks: FakeSink[] = [];

  addSourceBuffer(): FakeSink {
    const sink = new FakeSink();
    this.sinks.push(sink);
    return sink;
  }

  endOfStream(): void {
    this.readyState = "ended";
  }

  settle(): void {
    for (const sink of this.sinks) sink.settle();
  }
}

/** Bytes of media that cover a stretch of time, for a FakeSink. */
export function media(start: number, end: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Float32Array([start, end]).buffer);
}

/** Bytes of an initialization segment, for a FakeSink. */
export const INITIALIZATION = new Uint8Array(1);

function spanOf(bytes: Uint8Array<ArrayBuffer>): Span | null {
  if (bytes.length !== 8) return null;
  const [start = 0, end = 0] = new Float32Array(bytes.buffer);
  return [start, end];
}

function union(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const [start, end] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** A socket that a test speaks through as the relay of stored media. */
export class MediaSocket extends FakeSocket {
  piece(fields: { segment: number; epoch?: number; track?: number; bytes?: number }): void {
    const payload = new Uint8Array(fields.bytes ?? 1000);
    this.binary(
      encodePiece({
        kind: PieceKind.MEDIA,
        track: fields.track ?? 1,
        epoch: fields.epoch ?? 0,
        segment: fields.segment,
        offset: 0,
        payload,
      }),
    );
  }
}

/** `ready` as the relay says it: a minute in 15 segments, two renditions. */
export const READY = {
  type: "ready",
  runtime_ms: 60_000,
  frame_rate: [30, 1],
  segment_ms: 4000,
  segments: 15,
  video: [
    { name: "v720", width: 1280, height: 720, bandwidth: 3_000_000, codecs: "avc1.64001f" },
    { name: "v360", width: 640, height: 360, bandwidth: 900_000, codecs: "avc1.64001e" },
  ],
  audio_codecs: "mp4a.40.2",
  position: 0,
  complete: true,
};

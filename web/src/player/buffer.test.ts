import { beforeEach, describe, expect, test } from "vitest";
import { MediaBuffer } from "./buffer";
import { FakeSource, INITIALIZATION, media, READY } from "./fakes";
import { decode, type Ready } from "./protocol";

const STREAM = decode(JSON.stringify(READY)) as Ready;

let source: FakeSource;
let playhead: number;
let buffer: MediaBuffer;

beforeEach(() => {
  source = new FakeSource();
  playhead = 0;
  buffer = new MediaBuffer(source, STREAM, { playhead: () => playhead, changed: () => undefined });
});

/** Both tracks of some segments, appended and settled. */
function receive(first: number, last: number, track = 1): void {
  for (let number = first; number <= last; number += 1) {
    // Sound is cut at its own frames: up to 10 ms off.
    buffer.append({ initialization: false, track: 0, number, bytes: media(number * 4 - (number && 0.01), number * 4 + 3.99) });
    buffer.append({ initialization: false, track, number, bytes: media(number * 4, number * 4 + 4) });
  }
  source.settle();
}

test("the duration is the runtime and both source buffers are there before the first append", () => {
  expect(source.duration).toBe(60);
  expect(source.sinks).toHaveLength(2);
});

test("one operation at a time: what comes while a source buffer is busy waits its turn", () => {
  for (const number of [0, 1, 2]) {
    buffer.append({ initialization: false, track: 1, number, bytes: media(number * 4, number * 4 + 4) });
  }
  expect(source.sinks[0]?.spans).toEqual([]);
  source.settle();
  expect(source.sinks[0]?.spans).toEqual([[0, 12]]);
});

describe("what is needed next", () => {
  test("the first segment, when nothing is here", () => {
    expect(buffer.needed(0)).toBe(0);
  });

  test("the one after what is here, although sound ends a little earlier than the picture", () => {
    receive(0, 2);
    expect(buffer.needed(5)).toBe(3);
    expect(buffer.ahead(5)).toBeCloseTo(6.99);
  });

  test("what is being appended and what still waits for it count as here", () => {
    for (const track of [0, 1]) {
      for (const number of [0, 1, 2]) {
        buffer.append({ initialization: false, track, number, bytes: media(number * 4, number * 4 + 4) });
      }
    }
    expect(buffer.needed(0)).toBe(3);
  });

  test("what fills the hole, not what lies behind it", () => {
    receive(0, 1);
    receive(6, 8);
    expect(buffer.needed(1)).toBe(2);
    expect(buffer.needed(25)).toBe(9);
    expect(buffer.needed(14)).toBe(3);
  });

  test("nothing, when everything up to the end is here", () => {
    receive(10, 14);
    buffer.finalize();
    expect(buffer.needed(45)).toBeNull();
  });

  test("sound alone is not enough", () => {
    buffer.append({ initialization: false, track: 0, number: 0, bytes: media(0, 4) });
    expect(buffer.reach(0)).toBeNull();
    expect(buffer.needed(0)).toBe(0);
  });
});

describe("letting go", () => {
  test("what lies more than 30 s behind goes, in whole segments, and the rest stays", () => {
    receive(0, 12);
    playhead = 45;
    buffer.tidy();
    source.settle();
    expect(source.sinks[0]?.spans).toEqual([[12, 52]]);
  });

  test("a hole of a few seconds is not worth an eviction", () => {
    receive(0, 9);
    playhead = 33;
    buffer.tidy();
    expect(source.sinks.every((sink) => !sink.updating)).toBe(true);
  });

  test("without room it frees what is behind and then appends what waited", () => {
    receive(0, 7);
    playhead = 20;
    for (const sink of source.sinks) sink.room = 34;
    receive(8, 8);
    expect(source.sinks[0]?.spans).toEqual([[16, 36]]);
  });

  test("without room and with nothing behind, what waits goes in once the playhead has moved on", () => {
    receive(0, 7);
    for (const sink of source.sinks) sink.room = 33;
    receive(8, 8);
    expect(source.sinks[0]?.spans).toEqual([[0, 32]]);
    expect(buffer.needed(0)).toBe(9); // it is here, it only waits
    playhead = 12;
    buffer.tidy();
    source.settle();
    expect(source.sinks[0]?.spans.at(-1)?.[1]).toBe(36);
  });

  test("from a moment on everything goes, to be sent anew in another rendition", () => {
    receive(0, 6);
    buffer.discardFrom(8);
    source.settle();
    expect(source.sinks[0]?.spans).toEqual([[0, 8]]);
    expect(buffer.needed(1)).toBe(2);
  });
});

test("the end is told once everything is in, and seeking back to a hole opens it again", () => {
  buffer.append({ initialization: false, track: 0, number: 14, bytes: media(56, 60) });
  buffer.append({ initialization: false, track: 1, number: 14, bytes: media(56, 60) });
  buffer.finalize();
  expect(source.readyState).toBe("open");
  source.settle();
  expect(source.readyState).toBe("ended");
  buffer.redirect();
  expect(buffer.needed(0)).toBe(0);
});

test("it knows which rendition shows at a moment", () => {
  receive(0, 1, 2);
  receive(2, 3, 1);
  expect([buffer.renditionAt(5), buffer.renditionAt(8.5), buffer.renditionAt(30)]).toEqual([2, 1, null]);
});

test("a type of another profile is announced to the source buffer, another level is not", () => {
  const [video] = source.sinks;
  buffer.append({ initialization: true, track: 2, number: 0, bytes: INITIALIZATION });
  source.settle();
  expect(video?.types).toEqual([]);
  const mixed = { ...STREAM, video: STREAM.video.map((track, i) => (i ? { ...track, codecs: "avc1.4d401e" } : track)) };
  const other = new FakeSource();
  const changing = new MediaBuffer(other, mixed, { playhead: () => 0, changed: () => undefined });
  changing.append({ initialization: true, track: 2, number: 0, bytes: INITIALIZATION });
  expect(other.sinks[0]?.types).toEqual(['video/mp4; codecs="avc1.4d401e"']);
});

test("a hole under the playhead leads to the next moment that both tracks hold", () => {
  const [video, sound] = source.sinks;
  if (video !== undefined) video.spans = [[0.08, 4]];
  if (sound !== undefined) sound.spans = [[0.02, 4]];
  expect(buffer.hole(0, 0.5)).toBe(0.08);
  expect(buffer.hole(1, 0.5)).toBeNull();
  expect(buffer.hole(10, 0.5)).toBeNull();
});

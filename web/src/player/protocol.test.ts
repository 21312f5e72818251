import fc from "fast-check";
import { expect, test } from "vitest";
import { Assembler } from "./assembly";
import { ProtocolError } from "../socket/wire";
import { decode, decodePiece, encode, encodePiece, PieceKind } from "./protocol";

const READY = {
  type: "ready",
  runtime_ms: 60_000,
  frame_rate: [30, 1],
  segment_ms: 4000,
  segments: 15,
  video: [{ name: "v720", width: 1280, height: 720, bandwidth: 3e6, codecs: "avc1.64001f" }],
  audio_codecs: "mp4a.40.2",
  position: 8000,
  complete: true,
};

const piece = fc
  .record({
    kind: fc.constantFrom(PieceKind.INITIALIZATION, PieceKind.MEDIA),
    track: fc.nat(255),
    epoch: fc.nat(65_535),
    segment: fc.nat(2 ** 32 - 1),
    offset: fc.nat(10_000),
    payload: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
    rest: fc.nat(10_000),
  })
  .map(({ rest, ...fields }) => ({ ...fields, length: fields.offset + fields.payload.length + rest }));

test("every piece that is encoded is read back as it was", () => {
  fc.assert(
    fc.property(piece, (given) => {
      expect(decodePiece(encodePiece(given))).toEqual(given);
    }),
  );
});

test("any bytes at all are read as a piece or refused as a breach of the protocol", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        const read = decodePiece(new Uint8Array(bytes).buffer);
        expect(read.offset + read.payload.length).toBeLessThanOrEqual(read.length);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }),
  );
});

test("a header that names more memory than any segment needs is refused", () => {
  const frame = encodePiece({
    kind: PieceKind.MEDIA,
    track: 1,
    epoch: 0,
    segment: 0,
    offset: 0,
    length: 2 ** 32 - 1,
    payload: new Uint8Array(8),
  });
  expect(() => decodePiece(frame)).toThrow(ProtocolError);
});

test("any text at all is read as a message, ignored as unknown, or refused as a breach of the protocol", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.record({ type: fc.constantFrom("ready", "sought", "switched", "waiting", "end", "news") }).map((m) => JSON.stringify(m)),
  );
  fc.assert(
    fc.property(text, (given) => {
      try {
        decode(given);
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError);
      }
    }),
  );
});

test("ready is read with all its fields, and unknown fields are ignored", () => {
  expect(decode(JSON.stringify({ ...READY, colour: "red" }))).toEqual({
    type: "ready",
    runtimeMs: 60_000,
    frameRate: [30, 1],
    segmentMs: 4000,
    segments: 15,
    video: READY.video,
    audioCodecs: "mp4a.40.2",
    position: 8000,
    complete: true,
  });
});

test("a video without sound has no audio codecs", () => {
  expect(decode(JSON.stringify({ ...READY, audio_codecs: null }))).toMatchObject({ audioCodecs: null });
});

test.each([
  ["no tracks", { video: [] }],
  ["a segment length of nothing", { segment_ms: 0 }],
  ["a negative position", { position: -1 }],
  ["a frame rate that is no pair", { frame_rate: 30 }],
  ["sound that is a number", { audio_codecs: 4 }],
])("ready with %s is refused", (_, change) => {
  expect(() => decode(JSON.stringify({ ...READY, ...change }))).toThrow(ProtocolError);
});

test("a message of an unknown type is ignored", () => {
  expect(decode('{"type":"weather","sun":true}')).toBeNull();
});

test("moments are sent as whole milliseconds from 0 on, as the relay takes no others", () => {
  expect(JSON.parse(encode({ type: "seek", position: 4170.833, epoch: 3 }))).toEqual({
    type: "seek",
    position: 4171,
    epoch: 3,
  });
  expect(JSON.parse(encode({ type: "ack", received: 7, buffered: -0.4, paused: true }))).toEqual({
    type: "ack",
    received: 7,
    buffered: 0,
    paused: true,
  });
});

const cuts = fc.record({
  bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => new Uint8Array(bytes)),
  size: fc.integer({ min: 1, max: 700 }),
});

function* cut(bytes: Uint8Array<ArrayBuffer>, size: number, about: { segment: number; track: number; epoch?: number }) {
  for (let offset = 0; offset < bytes.length; offset += size) {
    yield decodePiece(
      encodePiece({
        kind: PieceKind.MEDIA,
        epoch: 0,
        ...about,
        offset,
        length: bytes.length,
        payload: bytes.slice(offset, offset + size),
      }),
    );
  }
}

test("a segment comes out byte for byte, with its last piece and not before, however it was cut", () => {
  fc.assert(
    fc.property(cuts, ({ bytes, size }) => {
      const assembler = new Assembler();
      const out = [...cut(bytes, size, { segment: 5, track: 2 })].map((each) => assembler.take(each));
      expect(out.slice(0, -1).every((each) => each === null)).toBe(true);
      expect(out.at(-1)).toEqual({ initialization: false, track: 2, number: 5, bytes });
    }),
  );
});

test("a segment that the relay gave up leaves nothing behind in the one that takes its place", () => {
  const assembler = new Assembler();
  const [first] = cut(new Uint8Array(1000).fill(1), 300, { segment: 5, track: 1 });
  if (first !== undefined) assembler.take(first);
  const smaller = new Uint8Array(500).fill(2);
  const out = [...cut(smaller, 300, { segment: 5, track: 3 })].map((each) => assembler.take(each));
  expect(out.at(-1)).toMatchObject({ track: 3, bytes: smaller });
});

test("the rest of a segment whose beginning was dropped gives nothing", () => {
  const assembler = new Assembler();
  const pieces = [...cut(new Uint8Array(1000), 300, { segment: 5, track: 1 })];
  const first = pieces.shift();
  if (first !== undefined) assembler.take(first);
  assembler.reset();
  expect(pieces.map((each) => assembler.take(each))).toEqual([null, null, null]);
});

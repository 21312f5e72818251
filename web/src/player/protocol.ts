/**
 * Messages of a stored stream over WebSocket, as docs/on-demand.md describes them. No I/O here.
 *
 * Text frames are JSON, binary frames carry pieces of segments behind a header of 16 bytes.
 */
import { ProtocolError } from "../socket/wire";

export const AUTO = "auto";

const HEADER_BYTES = 16;

/** Memory is taken by the length that a header names, so it has a bound: four seconds at 128 Mbit/s. */
const MAX_SEGMENT_BYTES = 64 * 2 ** 20;

/** What a binary frame holds a piece of. */
export const PieceKind = { INITIALIZATION: 1, MEDIA: 2 } as const;

/** A piece of a segment. `track` is 0 for audio, from 1 on the place in `Ready.video`; lengths in bytes. */
export interface Piece {
  readonly kind: number;
  readonly track: number;
  readonly epoch: number;
  readonly segment: number;
  readonly length: number;
  readonly offset: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** A rendition that the relay can send. `bandwidth` in bit/s. */
export interface Track {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly bandwidth: number;
  readonly codecs: string;
}

/** What will be streamed, and from which `position` (ms). `video` goes from large to small. */
export interface Ready {
  readonly type: "ready";
  readonly runtimeMs: number;
  readonly frameRate: readonly [number, number];
  readonly segmentMs: number;
  readonly segments: number;
  readonly video: readonly Track[];
  readonly audioCodecs: string | null;
  readonly position: number;
  readonly complete: boolean;
}

/** The seek `epoch` is applied: media comes from `segment`, which starts at `position` (ms). */
export interface Sought {
  readonly type: "sought";
  readonly epoch: number;
  readonly segment: number;
  readonly position: number;
}

/** From `segment` on video comes as `rendition`; pieces of that very segment that came before are void. */
export interface Switched {
  readonly type: "switched";
  readonly rendition: string;
  readonly segment: number;
  readonly why: string;
}

/** The next segment isn't encoded yet. */
export interface Waiting {
  readonly type: "waiting";
  readonly segment: number;
}

/** Everything up to the end of the video has been sent in this epoch. */
export interface End {
  readonly type: "end";
  readonly epoch: number;
}

export type RelayMessage = Ready | Sought | Switched | Waiting | End;

export interface Hello {
  readonly type: "hello";
  readonly ticket: string;
  readonly position: number;
  readonly rendition: string;
  /** ms ahead of the playhead. */
  readonly buffered: number;
  /** bit/s, as it was measured lately. */
  readonly throughput?: number;
}

export interface Ack {
  readonly type: "ack";
  readonly received: number;
  readonly buffered: number;
  readonly paused: boolean;
}

export interface Seek {
  readonly type: "seek";
  readonly position: number;
  readonly epoch: number;
}

export interface Quality {
  readonly type: "quality";
  readonly rendition: string;
}

export type ClientMessage = Hello | Ack | Seek | Quality;

/** The text frame of a message. Moments are sent as whole milliseconds. */
export function encode(message: ClientMessage): string {
  switch (message.type) {
    case "hello":
      return JSON.stringify({ ...message, position: whole(message.position), buffered: whole(message.buffered) });
    case "seek":
      return JSON.stringify({ ...message, position: whole(message.position) });
    case "ack":
      return JSON.stringify({ ...message, buffered: whole(message.buffered) });
    case "quality":
      return JSON.stringify(message);
  }
}

/** Read a text frame. A message of a type that we don't know gives null; a malformed one throws ProtocolError. */
export function decode(text: string): RelayMessage | null {
  const message = parse(text);
  switch (message.type) {
    case "ready":
      return {
        type: "ready",
        runtimeMs: number(message, "runtime_ms"),
        frameRate: ratio(message, "frame_rate"),
        segmentMs: positive(message, "segment_ms"),
        segments: positive(message, "segments"),
        video: tracks(message),
        audioCodecs: message.audio_codecs === null ? null : string(message, "audio_codecs"),
        position: number(message, "position"),
        complete: message.complete === true,
      };
    case "sought":
      return {
        type: "sought",
        epoch: number(message, "epoch"),
        segment: number(message, "segment"),
        position: number(message, "position"),
      };
    case "switched":
      return {
        type: "switched",
        rendition: string(message, "rendition"),
        segment: number(message, "segment"),
        why: string(message, "why"),
      };
    case "waiting":
      return { type: "waiting", segment: number(message, "segment") };
    case "end":
      return { type: "end", epoch: number(message, "epoch") };
    default:
      return null;
  }
}

/** Read a binary frame. The payload is a view of the frame, nothing is copied. Throws ProtocolError. */
export function decodePiece(frame: ArrayBuffer): Piece {
  if (frame.byteLength < HEADER_BYTES) throw new ProtocolError("a binary frame is shorter than its header");
  const view = new DataView(frame);
  const piece: Piece = {
    kind: view.getUint8(0),
    track: view.getUint8(1),
    epoch: view.getUint16(2),
    segment: view.getUint32(4),
    length: view.getUint32(8),
    offset: view.getUint32(12),
    payload: new Uint8Array(frame, HEADER_BYTES),
  };
  if (piece.kind !== PieceKind.INITIALIZATION && piece.kind !== PieceKind.MEDIA) {
    throw new ProtocolError(`a piece of kind ${piece.kind}`);
  }
  if (piece.payload.length === 0 || piece.offset + piece.payload.length > piece.length) {
    throw new ProtocolError("a piece does not lie within its segment");
  }
  if (piece.length > MAX_SEGMENT_BYTES) throw new ProtocolError(`a segment of ${piece.length} bytes`);
  return piece;
}

/** The binary frame of a piece: what a relay sends. */
export function encodePiece(piece: Omit<Piece, "length"> & { readonly length?: number }): ArrayBuffer {
  const frame = new ArrayBuffer(HEADER_BYTES + piece.payload.length);
  const view = new DataView(frame);
  view.setUint8(0, piece.kind);
  view.setUint8(1, piece.track);
  view.setUint16(2, piece.epoch);
  view.setUint32(4, piece.segment);
  view.setUint32(8, piece.length ?? piece.payload.length);
  view.setUint32(12, piece.offset);
  new Uint8Array(frame, HEADER_BYTES).set(piece.payload);
  return frame;
}

type Json = Readonly<Record<string, unknown>>;

function whole(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds));
}

function parse(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtocolError("a text frame is not JSON");
  }
  return object(value);
}

function object(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ProtocolError("a message is not an object");
  }
  return value as Json;
}

function number(message: Json, field: string): number {
  const value = message[field];
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    throw new ProtocolError(`${field} is not a number from 0 on`);
  }
  return value;
}

function positive(message: Json, field: string): number {
  const value = number(message, field);
  if (value === 0) throw new ProtocolError(`${field} is 0`);
  return value;
}

function string(message: Json, field: string): string {
  const value = message[field];
  if (typeof value !== "string") throw new ProtocolError(`${field} is not a string`);
  return value;
}

function ratio(message: Json, field: string): readonly [number, number] {
  const value = message[field];
  if (!Array.isArray(value) || value.length !== 2) throw new ProtocolError(`${field} is not a pair`);
  const pair = { numerator: value[0] as unknown, denominator: value[1] as unknown };
  return [positive(pair, "numerator"), positive(pair, "denominator")];
}

function tracks(message: Json): readonly Track[] {
  const value = message.video;
  if (!Array.isArray(value) || value.length === 0) throw new ProtocolError("video is not a list of tracks");
  return value.map((item: unknown) => {
    const track = object(item);
    return {
      name: string(track, "name"),
      width: positive(track, "width"),
      height: positive(track, "height"),
      bandwidth: number(track, "bandwidth"),
      codecs: string(track, "codecs"),
    };
  });
}

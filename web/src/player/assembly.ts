import { PieceKind, type Piece } from "./protocol";

/** A whole segment, as it is appended to a source buffer. */
export interface Segment {
  readonly initialization: boolean;
  readonly track: number;
  readonly number: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface Partial {
  readonly piece: Piece;
  readonly bytes: Uint8Array<ArrayBuffer>;
  filled: number;
}

/**
 * Puts segments together from their pieces.
 *
 * Pieces of a segment come in order and those of two segments are not mixed, so one segment is open at a time. Its
 * memory is taken once, by the length that every piece names: each byte is copied once, however many pieces there are.
 */
export class Assembler {
  #open: Partial | null = null;

  /** Take a piece; give the segment when this was its last one. What does not go on with the open one replaces it. */
  take(piece: Piece): Segment | null {
    let open = this.#open;
    if (piece.offset === 0) {
      open = { piece, bytes: new Uint8Array(piece.length), filled: 0 };
      this.#open = open;
    } else if (open === null || !goesOn(open, piece)) {
      // The rest of a segment whose beginning was dropped with its epoch.
      this.#open = null;
      return null;
    }
    open.bytes.set(piece.payload, piece.offset);
    open.filled += piece.payload.length;
    if (open.filled < piece.length) return null;
    this.#open = null;
    return {
      initialization: piece.kind === PieceKind.INITIALIZATION,
      track: piece.track,
      number: piece.segment,
      bytes: open.bytes,
    };
  }

  /** Drop what is open: after a seek, or when the relay gave the segment up. */
  reset(): void {
    this.#open = null;
  }
}

function goesOn(open: Partial, next: Piece): boolean {
  const first = open.piece;
  return (
    next.offset === open.filled &&
    next.length === first.length &&
    next.segment === first.segment &&
    next.track === first.track &&
    next.kind === first.kind &&
    next.epoch === first.epoch
  );
}

import type { Source } from "../room-view";
import type { FrameKeys } from "./agreement";
import { type Drop, FrameOpener, FrameSealer } from "./frames";

export type Direction = "send" | "receive";

/** What a line of encoded frames is told about itself. */
export interface LineOptions {
  readonly direction: Direction;
  readonly source: Source;
}

/** What the page tells the worker. */
export type WorkerCommand =
  | { readonly kind: "keys"; readonly keys: FrameKeys | null }
  | {
      readonly kind: "line";
      readonly options: LineOptions;
      readonly readable: ReadableStream<EncodedFrame>;
      readonly writable: WritableStream<EncodedFrame>;
    };

/** How many frames went through, and how many did not and why. */
export interface FrameCounts {
  readonly sealed: number;
  readonly opened: number;
  readonly dropped: Readonly<Partial<Record<Drop, number>>>;
}

/** The part of an encoded frame that we use. */
export interface EncodedFrame {
  data: ArrayBuffer;
}

/** Every frame of every line goes through here: sealed, opened or dropped. */
export class FrameGuard {
  readonly #sealer = new FrameSealer();
  readonly #opener = new FrameOpener();
  #sealed = 0;
  #opened = 0;
  readonly #dropped: Partial<Record<Drop, number>> = {};

  use(keys: FrameKeys | null): void {
    this.#sealer.use(keys);
    this.#opener.use(keys);
  }

  counts(): FrameCounts {
    return { sealed: this.#sealed, opened: this.#opened, dropped: { ...this.#dropped } };
  }

  /** A line from a sender to the network, or from the network to a receiver. What fails is not passed on. */
  line(options: LineOptions): TransformStream<EncodedFrame, EncodedFrame> {
    return new TransformStream({
      transform: async (frame, controller) => {
        if (await this.pass(options, frame)) controller.enqueue(frame);
      },
    });
  }

  /** Change the frame's data; false when it may not go on. */
  async pass({ direction, source }: LineOptions, frame: EncodedFrame): Promise<boolean> {
    const outcome =
      direction === "send"
        ? await this.#sealer.seal(source, frame.data)
        : await this.#opener.open(source, frame.data);
    if ("drop" in outcome) {
      this.#dropped[outcome.drop] = (this.#dropped[outcome.drop] ?? 0) + 1;
      return false;
    }
    frame.data = outcome.frame;
    if (direction === "send") this.#sealed += 1;
    else this.#opened += 1;
    return true;
  }
}

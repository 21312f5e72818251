import type { Source } from "../room-view";
import type { FrameKeys } from "./agreement";
import type { Direction, EncodedFrame, FrameCounts, LineOptions, WorkerCommand } from "./line";

/** How this browser lets us at encoded frames: by script transforms, by the older way of Chromium, or not at all. */
export type TransformSupport = "script" | "streams" | "none";

interface OlderLine {
  createEncodedStreams?(): { readable: ReadableStream<EncodedFrame>; writable: WritableStream<EncodedFrame> };
}

export function transformSupport(): TransformSupport {
  if (typeof RTCRtpScriptTransform !== "undefined") return "script";
  const sender = typeof RTCRtpSender === "undefined" ? null : (RTCRtpSender.prototype as OlderLine);
  return typeof sender?.createEncodedStreams === "function" ? "streams" : "none";
}

/** What a peer connection has to be configured with so that its frames can be encrypted. */
export function transformConfiguration(support: TransformSupport): RTCConfiguration {
  // The older way wants to be announced; the key is not among the DOM's types.
  return support === "streams" ? ({ encodedInsertableStreams: true } as RTCConfiguration) : {};
}

/** Puts the encryption worker into the lines of a peer connection. */
export class FrameEncryption {
  readonly #worker: Worker;
  readonly #support: TransformSupport;

  constructor(support: TransformSupport, counted: (counts: FrameCounts) => void) {
    this.#support = support;
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", (event: MessageEvent<FrameCounts>) => {
      counted(event.data);
    });
  }

  /** Frames are sealed and opened with these from now on; with null none goes through. */
  use(keys: FrameKeys | null): void {
    this.#tell({ kind: "keys", keys });
  }

  /** From now on what this sender sends, or this receiver receives, goes through the worker. */
  guard(line: RTCRtpSender | RTCRtpReceiver, direction: Direction, source: Source): void {
    const options: LineOptions = { direction, source };
    if (this.#support === "script") {
      line.transform = new RTCRtpScriptTransform(this.#worker, options);
      return;
    }
    const streams = (line as OlderLine).createEncodedStreams?.();
    if (streams === undefined) throw new DOMException("no access to encoded frames", "NotSupportedError");
    const { readable, writable } = streams;
    this.#worker.postMessage({ kind: "line", options, readable, writable } satisfies WorkerCommand, [readable, writable]);
  }

  close(): void {
    this.#worker.terminate();
  }

  #tell(command: WorkerCommand): void {
    this.#worker.postMessage(command);
  }
}

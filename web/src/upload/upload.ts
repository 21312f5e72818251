import type { Digester } from "./digesting";
import { base64, compositeChecksum, partCount, partRange } from "./parts";
import { type FileClaim, type OpenUpload, type Purpose, UploadRefused, type UploadService } from "./service";
import { AddressExpired, type Sender } from "./transfer";

/** Parts that are sent at the same time. */
const AT_ONCE = 3;
/** Tries in a row without any part getting through, before the person is asked. */
const MOST_TRIES = 8;
const LONGEST_WAIT_MS = 30_000;
/** Parts that get missing although they were sent are sent again this often. */
const MOST_ROUNDS = 3;

export type UploadPhase =
  | "queued"
  | "checking"
  | "sending"
  | "finishing"
  | "paused"
  | "offline"
  | "failed"
  | "done"
  | "cancelled";

/** How an upload stands. Never changed in place. Bytes; `rate` in bytes per second over the last seconds. */
export interface UploadView {
  readonly id: string;
  readonly mediaId: string | null;
  readonly title: string;
  readonly fileName: string;
  readonly size: number;
  readonly phase: UploadPhase;
  readonly checked: number;
  readonly sent: number;
  readonly rate: number;
  readonly replaces: boolean;
  readonly reason: string | null;
}

export interface UploadTools {
  readonly service: UploadService;
  readonly digest: Digester;
  readonly send: Sender;
  /** Resolves after so many ms, earlier when the network comes back; rejects with the signal. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly online: () => boolean;
  readonly chance: () => number;
}

/**
 * One file on its way: hashed, announced, sent in parts, completed.
 *
 * Stopping loses nothing but the parts that are in the air; `run` goes on from the parts that the store holds.
 */
export class UploadTask {
  readonly file: File;
  readonly purpose: Purpose;
  readonly #tools: UploadTools;
  readonly #changed: () => void;
  readonly #flying = new Map<number, number>();
  readonly #arrived = new Set<number>();
  readonly #rates: { at: number; sent: number }[] = [];
  #digests: Uint8Array<ArrayBuffer>[] | null = null;
  #stop: AbortController | null = null;
  #failures = 0;
  #announced: boolean;
  #view: UploadView;

  constructor(id: string, file: File, purpose: Purpose, tools: UploadTools, changed: () => void) {
    this.file = file;
    this.purpose = purpose;
    this.#tools = tools;
    this.#changed = changed;
    this.#announced = purpose.kind === "continue";
    this.#view = {
      id,
      mediaId: purpose.kind === "new" ? null : purpose.mediaId,
      title: purpose.title,
      fileName: file.name,
      size: file.size,
      phase: "queued",
      checked: 0,
      sent: 0,
      rate: 0,
      replaces: purpose.kind === "replace" || (purpose.kind === "continue" && purpose.replaces),
      reason: null,
    };
  }

  get view(): UploadView {
    return this.#view;
  }

  /** The server knows of it: closing the page loses nothing. */
  get announced(): boolean {
    return this.#announced;
  }

  /** Go on until it is done, stopped or failed. Never rejects. */
  async run(): Promise<void> {
    if (this.#stop !== null) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#failures = 0;
    // At once: whoever looks for the next one in the queue must see that this one runs.
    this.#set({ phase: this.#digests === null ? "checking" : "sending", reason: null });
    const end = await this.#work(stop.signal);
    // Whoever stopped it has said what it is now.
    if (this.#stop !== stop) return;
    this.#stop = null;
    stop.abort();
    this.#flying.clear();
    this.#set({ rate: 0, ...end });
  }

  async #work(signal: AbortSignal): Promise<Partial<UploadView>> {
    try {
      const digests = await this.#check(signal);
      const upload = await this.#announce(digests, signal);
      await this.#deliver(upload, digests, signal);
      return { phase: "done", sent: this.file.size };
    } catch (error) {
      const reason =
        error instanceof UploadRefused ? error.message : "Something unexpected happened. Try again in a moment.";
      return { phase: "failed", reason };
    }
  }

  pause(): void {
    this.#halt("paused");
  }

  /** Back to waiting for its turn. */
  queue(): void {
    if (this.#stop === null) this.#set({ phase: "queued", reason: null });
  }

  /** Stop, and have the server forget what is there. */
  async cancel(): Promise<void> {
    this.#halt("cancelled");
    const { mediaId } = this.#view;
    if (mediaId !== null && this.#announced) await this.#tools.service.cancel(mediaId);
  }

  #halt(phase: UploadPhase): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#flying.clear();
    this.#set({ phase, rate: 0, sent: this.#sent() });
  }

  async #check(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    if (this.#digests !== null) return this.#digests;
    this.#set({ checked: 0 });
    this.#digests = await this.#tools.digest(
      this.file,
      (checked) => {
        if (!signal.aborted) this.#set({ checked });
      },
      signal,
    );
    signal.throwIfAborted();
    return this.#digests;
  }

  async #announce(digests: Uint8Array<ArrayBuffer>[], signal: AbortSignal): Promise<OpenUpload> {
    const claim: FileClaim = {
      kind: kindOf(this.file),
      fileName: this.file.name,
      contentType: typeOf(this.file),
      size: this.file.size,
      checksum: await compositeChecksum(digests),
    };
    if (this.purpose.kind === "continue" && this.purpose.checksum !== claim.checksum) {
      throw new UploadRefused(
        "another-file",
        "This is not the file that the upload began with. Choose the same file, or cancel it and upload this one anew.",
      );
    }
    const upload = await this.#insist(() => this.#tools.service.open(claim, this.purpose), signal);
    this.#announced = true;
    this.#arrived.clear();
    for (const number of upload.uploadedParts) this.#arrived.add(number);
    this.#set({ mediaId: upload.mediaId, title: upload.title, phase: "sending", sent: this.#sent(), reason: null });
    return upload;
  }

  async #deliver(upload: OpenUpload, digests: Uint8Array<ArrayBuffer>[], signal: AbortSignal): Promise<void> {
    for (let round = 1; ; round += 1) {
      await this.#sendMissing(upload.mediaId, digests, signal);
      this.#set({ phase: "finishing", sent: this.file.size });
      try {
        await this.#insist(() => this.#tools.service.complete(upload.mediaId), signal);
        return;
      } catch (error) {
        const missing = error instanceof UploadRefused && (error.code === "parts-missing" || error.code === "gone");
        if (!missing || round === MOST_ROUNDS || signal.aborted) throw error;
        await this.#announce(digests, signal);
      }
    }
  }

  async #sendMissing(mediaId: string, digests: Uint8Array<ArrayBuffer>[], signal: AbortSignal): Promise<void> {
    const missing = Array.from({ length: partCount(this.file.size) }, (_, i) => i + 1).filter(
      (number) => !this.#arrived.has(number),
    );
    // The first lane that gives up stops the others.
    const giveUp = new AbortController();
    const lanes = AbortSignal.any([signal, giveUp.signal]);
    const lane = async () => {
      for (let number = missing.shift(); number !== undefined; number = missing.shift()) {
        await this.#sendPart(mediaId, number, digests, lanes);
      }
    };
    const running = Array.from({ length: Math.min(AT_ONCE, missing.length) }, lane);
    try {
      await Promise.all(running);
    } catch (error) {
      giveUp.abort();
      await Promise.allSettled(running);
      throw error;
    }
  }

  async #sendPart(
    mediaId: string,
    number: number,
    digests: Uint8Array<ArrayBuffer>[],
    signal: AbortSignal,
  ): Promise<void> {
    const digest = digests[number - 1];
    if (digest === undefined) throw new RangeError(`there is no part ${number}`);
    const [start, end] = partRange(this.file.size, number);
    await this.#insist(async () => {
      const [target] = await this.#tools.service.address(mediaId, [{ partNumber: number, checksum: base64(digest) }]);
      if (target === undefined) throw new AddressExpired("no address was given");
      try {
        await this.#tools.send(
          target,
          this.file.slice(start, end),
          (bytes) => {
            this.#flying.set(number, bytes);
            this.#moved();
          },
          signal,
        );
      } finally {
        this.#flying.delete(number);
      }
    }, signal);
    this.#arrived.add(number);
    this.#moved();
  }

  /** Do something until it works, with growing pauses; refusals and the signal end it. */
  async #insist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      try {
        const result = await work();
        signal.throwIfAborted();
        this.#failures = 0;
        if (this.#view.phase === "offline") this.#set({ phase: "sending" });
        return result;
      } catch (error) {
        if (signal.aborted || error instanceof UploadRefused) throw error;
        const online = this.#tools.online();
        if (online) this.#failures += 1;
        if (this.#failures > MOST_TRIES) {
          throw new UploadRefused("unreachable", "The connection keeps breaking. Nothing is lost: go on when it is better.");
        }
        if (!online) this.#set({ phase: "offline", rate: 0 });
        const pause = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.max(0, this.#failures - 1));
        await this.#tools.wait(pause * (0.5 + this.#tools.chance() / 2), signal);
      }
    }
  }

  #sent(): number {
    let sent = 0;
    for (const number of this.#arrived) {
      const [start, end] = partRange(this.file.size, number);
      sent += end - start;
    }
    for (const bytes of this.#flying.values()) sent += bytes;
    return Math.min(sent, this.file.size);
  }

  #moved(): void {
    const sent = this.#sent();
    const at = performance.now();
    this.#rates.push({ at, sent });
    while (this.#rates.length > 2 && (this.#rates[0]?.at ?? at) < at - 5000) this.#rates.shift();
    const first = this.#rates[0];
    const rate = first === undefined || at === first.at ? 0 : (Math.max(0, sent - first.sent) * 1000) / (at - first.at);
    this.#set({ sent, rate, ...(this.#view.phase === "offline" ? { phase: "sending" as const } : {}) });
  }

  #set(change: Partial<UploadView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed();
  }
}

function kindOf(file: File): "video" | "image" {
  return file.type.startsWith("image/") ? "image" : "video";
}

/** The declared type. Browsers know no type for some containers that cameras write; the server looks at the content. */
function typeOf(file: File): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream";
}

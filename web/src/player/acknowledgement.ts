import type { Ack } from "./protocol";

/** Pieces that come in within this time share an ack. */
const COLLECT_MS = 100;
/** With this much unacknowledged we don't wait as long: the relay's window may be no larger than 128 KiB. */
const FULL_BYTES = 64 * 1024;
const SOON_MS = 25;
const TICK_MS = 1000;

/** Where the player stands: ms that can be played on without anything new, and whether the playhead rests. */
export interface Progress {
  readonly buffered: number;
  readonly paused: boolean;
}

/**
 * Decides when to acknowledge on one connection: soon after pieces came in, every second while playing, and at once
 * when told to. At most 40 a second, so the relay never has a reason to complain.
 */
export class Acknowledger {
  readonly #send: (ack: Ack) => void;
  readonly #progress: () => Progress;
  readonly #tick: ReturnType<typeof setInterval>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #timerAt = 0;
  #received = 0;
  #sent = 0;
  #sentAt = -Infinity;

  constructor(progress: () => Progress, send: (ack: Ack) => void) {
    this.#progress = progress;
    this.#send = send;
    this.#tick = setInterval(() => {
      if (this.#received > this.#sent || !this.#progress().paused) this.now();
    }, TICK_MS);
  }

  /** Payload bytes that came in since the connection was greeted. */
  get received(): number {
    return this.#received;
  }

  /** So many payload bytes came in, of whatever epoch. */
  took(bytes: number): void {
    this.#received += bytes;
    const wait = this.#received - this.#sent >= FULL_BYTES ? SOON_MS : COLLECT_MS;
    const at = this.#sentAt + wait;
    const now = performance.now();
    // Sent from here when it is due already: timers of hidden tabs run once a second.
    if (at <= now) this.now();
    else this.#schedule(at, now);
  }

  /** Tell the relay now: on play, pause, `ready` and after a seek. */
  now(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#sent = this.#received;
    this.#sentAt = performance.now();
    this.#send({ type: "ack", received: this.#received, ...this.#progress() });
  }

  stop(): void {
    clearInterval(this.#tick);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #schedule(at: number, now: number): void {
    if (this.#timer !== null) {
      if (this.#timerAt <= at) return;
      clearTimeout(this.#timer);
    }
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.now();
    }, at - now);
  }
}

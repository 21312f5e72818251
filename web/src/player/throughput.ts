const WINDOW_MS = 3000;
/** A measure that is older says nothing about the network of now. */
const FRESH_MS = 60_000;
/** More than this many bit/s is a burst out of a buffer, not a network. */
const MOST = 1e9;

/** Bytes per time over the last seconds in which something came in. */
export class Throughput {
  readonly #arrivals: { at: number; bytes: number }[] = [];
  #total = 0;

  add(bytes: number, now: number): void {
    this.#arrivals.push({ at: now, bytes });
    this.#total += bytes;
    while (this.#arrivals.length > 2 && (this.#arrivals[0]?.at ?? now) < now - WINDOW_MS) this.#arrivals.shift();
  }

  get total(): number {
    return this.#total;
  }

  /** What a new connection may be told: whole bit/s, null when nothing was measured lately. */
  lately(now: number): number | null {
    const last = this.#arrivals.at(-1);
    const rate = Math.min(MOST, Math.floor(this.rate));
    return last === undefined || rate < 1 || now - last.at > FRESH_MS ? null : rate;
  }

  /** bit/s; 0 until two pieces have come. */
  get rate(): number {
    const first = this.#arrivals[0];
    const last = this.#arrivals.at(-1);
    if (first === undefined || last === undefined || last.at === first.at) return 0;
    // What came first opened the window; its bytes came before it.
    const bytes = this.#arrivals.reduce((sum, arrival) => sum + arrival.bytes, -first.bytes);
    return (bytes * 8000) / (last.at - first.at);
  }
}

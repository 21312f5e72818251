/** So far behind the newest a frame may come: several seconds of a camera with all its layers. */
const WINDOW = 1024;

/**
 * Which numbers of a sender have been seen: each is taken once, and none from far behind the newest (as RFC 4303,
 * section 3.4.3 has it for packets).
 */
export class ReplayWindow {
  #highest = -1;
  readonly #seen = new Set<number>();

  /** Whether a frame of this number could still be taken. */
  open(number: number): boolean {
    return number > this.#highest - WINDOW && !this.#seen.has(number);
  }

  /** Take a number whose frame was authentic. False when it was taken already. */
  take(number: number): boolean {
    if (!this.open(number)) return false;
    this.#seen.add(number);
    if (number > this.#highest) {
      this.#highest = number;
      if (this.#seen.size > 2 * WINDOW) this.#forget();
    }
    return true;
  }

  #forget(): void {
    for (const number of this.#seen) if (number <= this.#highest - WINDOW) this.#seen.delete(number);
  }
}

const KEPT = 8;

interface Exchange {
  readonly offset: number;
  readonly roundTrip: number;
}

/** This device's clock, ms since the epoch. It counts evenly; a change of the system's clock doesn't reach it. */
export function deviceNow(): number {
  return performance.timeOrigin + performance.now();
}

/**
 * The time of the room's log, read off the device's clock.
 *
 * Each exchange tells the offset between the two to within half its round trip (RFC 5905, section 8); the one with the
 * smallest round trip of the last eight is believed. The offset has a sign: device clocks run fast as well as slow.
 */
export class LogClock {
  readonly #device: () => number;
  #exchanges: Exchange[] = [];
  #rough = 0;
  #best: Exchange | null = null;

  constructor(device: () => number = deviceNow) {
    this.#device = device;
  }

  /** The device's clock now: what goes into `ping`. */
  device(): number {
    return this.#device();
  }

  /** A time of the log that was just heard: good enough until the first exchange. */
  hear(logTime: number): void {
    this.#rough = logTime - this.#device();
  }

  /** A ping was answered: sent by our clock, received and replied by the log's. */
  exchange(sent: number, received: number, replied: number): void {
    const now = this.#device();
    const roundTrip = now - sent - (replied - received);
    // What took less than no time was measured by a clock that was set meanwhile.
    if (roundTrip < 0) return;
    const latest = { offset: (received - sent + (replied - now)) / 2, roundTrip };
    // Two exchanges that can't both be right: a clock was set, or the device slept. Older ones speak of before.
    this.#exchanges = this.#exchanges.filter((other) => compatible(other, latest));
    this.#exchanges = [...this.#exchanges, latest].slice(-KEPT);
    this.#best = this.#exchanges.reduce((best, other) => (other.roundTrip < best.roundTrip ? other : best));
  }

  /** Log time minus device time, ms. */
  get offset(): number {
    return this.#best?.offset ?? this.#rough;
  }

  /** Round trip of the exchange that is believed, ms; null before the first. */
  get roundTrip(): number | null {
    return this.#best?.roundTrip ?? null;
  }

  /** The time of the log, ms since the epoch. */
  now(): number {
    return this.#device() + this.offset;
  }
}

/** Clocks are read in whole ms at the other end, and drift a little within eight exchanges. */
const SLACK_MS = 5;

function compatible(one: Exchange, other: Exchange): boolean {
  return Math.abs(one.offset - other.offset) <= (one.roundTrip + other.roundTrip) / 2 + SLACK_MS;
}

const KEY = "neufit.positions";
const MOST = 200;
/** The first seconds are not worth going back to, and so close to the end one has seen it. */
const BEGINNING_S = 10;
const ENDING_S = 15;

type Entry = readonly [mediaId: string, seconds: number];

/** Where this device stopped watching each video. The newest ones are kept. */
export class WatchPositions {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Seconds to go on from; 0 when there is nothing to go on with. */
  read(mediaId: string): number {
    return this.#entries().find(([id]) => id === mediaId)?.[1] ?? 0;
  }

  /** Remember a moment of a video that lasts `duration` seconds. */
  keep(mediaId: string, position: number, duration: number): void {
    const others = this.#entries().filter(([id]) => id !== mediaId);
    const worthwhile = position >= BEGINNING_S && position < duration - ENDING_S;
    const entries: Entry[] = worthwhile ? [...others, [mediaId, Math.floor(position)]] : others;
    try {
      this.#storage.setItem(KEY, JSON.stringify(entries.slice(-MOST)));
    } catch {
      // No room, or storage is switched off: then this device does not remember.
    }
  }

  #entries(): readonly Entry[] {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(KEY) ?? "[]");
      return Array.isArray(value) ? value.filter(isEntry) : [];
    } catch {
      return [];
    }
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "number" && Number.isFinite(value[1])
  );
}

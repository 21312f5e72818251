/** What a viewer chose on this device, for every video. */
export interface Preferences {
  readonly volume: number;
  readonly muted: boolean;
  readonly rate: number;
  /** Single keys work anywhere on the page, not only while the player has the focus. */
  readonly keysEverywhere: boolean;
}

const KEY = "neufit.player";
const DEFAULT: Preferences = { volume: 1, muted: false, rate: 1, keysEverywhere: true };

export function readPreferences(storage: Storage): Preferences {
  try {
    const value: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
    return {
      volume: within(given.volume, 0, 1) ?? DEFAULT.volume,
      muted: given.muted === true,
      rate: within(given.rate, 0.5, 2) ?? DEFAULT.rate,
      keysEverywhere: given.keysEverywhere !== false,
    };
  } catch {
    return DEFAULT;
  }
}

export function keepPreferences(storage: Storage, preferences: Preferences): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // No room, or storage is switched off: then this device does not remember.
  }
}

function within(value: unknown, low: number, high: number): number | null {
  return typeof value === "number" && value >= low && value <= high ? value : null;
}

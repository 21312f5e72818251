import type { Playback, Snapshot } from "../playback";

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** What the player's keys act on. */
export interface KeyTarget {
  readonly playback: Playback;
  toggleFullscreen(): void;
  showKeys(): void;
}

/** The keys as the list shows them. */
export const KEY_LIST: readonly (readonly [keys: string, meaning: string])[] = [
  ["Space or K", "Play or pause"],
  ["J / L", "Back or forward 10 seconds"],
  ["← / →", "Back or forward 5 seconds"],
  ["↑ / ↓", "Louder or quieter"],
  ["M", "Sound off or on"],
  ["F", "Full screen"],
  ["< / >", "Slower or faster"],
  ["0 to 9", "Go to 0 % to 90 % of the video"],
  ["?", "Show this list"],
];

/** Do what a key stands for; false when it stands for nothing here. */
export function actOn(key: string, target: KeyTarget): boolean {
  const { playback } = target;
  const now = playback.snapshot();
  switch (key) {
    case " ":
    case "k":
    case "K":
      toggle(playback, now);
      return true;
    case "j":
    case "J":
      playback.seek(now.position - 10);
      return true;
    case "l":
    case "L":
      playback.seek(now.position + 10);
      return true;
    case "ArrowLeft":
      playback.seek(now.position - 5);
      return true;
    case "ArrowRight":
      playback.seek(now.position + 5);
      return true;
    case "ArrowUp":
      playback.setVolume(now.volume + 0.1);
      return true;
    case "ArrowDown":
      playback.setVolume(now.volume - 0.1);
      return true;
    case "m":
    case "M":
      playback.setMuted(!now.muted);
      return true;
    case "f":
    case "F":
      target.toggleFullscreen();
      return true;
    case "<":
      playback.setRate(stepRate(now.rate, -1));
      return true;
    case ">":
      playback.setRate(stepRate(now.rate, 1));
      return true;
    case "?":
      target.showKeys();
      return true;
    default:
      if (!/^\d$/.test(key)) return false;
      playback.seek((now.duration * Number(key)) / 10);
      return true;
  }
}

export function toggle(playback: Playback, now: Snapshot): void {
  if (now.paused) playback.play();
  else playback.pause();
}

function stepRate(rate: number, step: 1 | -1): number {
  const sorted = step === 1 ? RATES : RATES.toReversed();
  return sorted.find((other) => (other - rate) * step > 0.01) ?? rate;
}

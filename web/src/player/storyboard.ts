/** One tile of the storyboard: what the video shows from `start` to `end` (seconds), cut out of a sheet (pixels). */
export interface Tile {
  readonly start: number;
  readonly end: number;
  readonly sheet: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const TIMING = /^(?:(\d+):)?(\d{2}):(\d{2}\.\d{3})\s+-->\s+(?:(\d+):)?(\d{2}):(\d{2}\.\d{3})/;
const FRAGMENT = /#xywh=(\d+),(\d+),(\d+),(\d+)$/;

/** Read a storyboard in WebVTT (media fragments `#xywh=` in its cues). Sheets are resolved against `base`. */
export function parseStoryboard(text: string, base: string): readonly Tile[] {
  const tiles: Tile[] = [];
  for (const block of text.split(/\r?\n\r?\n+/)) {
    const lines = block.split(/\r?\n/).filter((line) => line !== "");
    const at = lines.findIndex((line) => TIMING.test(line));
    const timing = at < 0 ? null : TIMING.exec(lines[at] ?? "");
    const payload = lines[at + 1];
    const fragment = payload === undefined ? null : FRAGMENT.exec(payload);
    if (timing === null || payload === undefined || fragment === null) continue;
    const [, h1, m1, s1, h2, m2, s2] = timing;
    const [whole, x, y, width, height] = fragment;
    tiles.push({
      start: seconds(h1, m1, s1),
      end: seconds(h2, m2, s2),
      sheet: new URL(payload.slice(0, -whole.length), base).href,
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    });
  }
  return tiles;
}

/** The tile that shows a moment; the last one for moments past the end. */
export function tileAt(tiles: readonly Tile[], moment: number): Tile | null {
  let low = 0;
  let high = tiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tiles[middle]?.start ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return tiles[Math.max(0, low - 1)] ?? null;
}

function seconds(hours: string | undefined, minutes: string | undefined, rest: string | undefined): number {
  return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(rest);
}

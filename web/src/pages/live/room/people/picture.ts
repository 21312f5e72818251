import type { ReceivedLayer } from "../../../../live/protocol";

const LAYER = /^S([0-2])T([0-2])$/;
const HIGHEST = 2;
const SIZES = ["small picture", "medium picture", "full picture"] as const;

/**
 * What of a camera comes to somebody, in words: `720p`, `360p, fewer frames`, `sound only`. `height` is that of the whole
 * picture, px; each layer below is half as high. Empty when the person isn't shown it.
 */
export function pictureWords({ layer, paused }: ReceivedLayer, height: number | null): string {
  if (paused) return "sound only";
  const [, spatial, temporal] = LAYER.exec(layer) ?? [];
  if (spatial === undefined) return "";
  const size = height === null ? SIZES[Number(spatial)] : `${Math.round(height / 2 ** (HIGHEST - Number(spatial)))}p`;
  return temporal === String(HIGHEST) ? (size ?? "") : `${size ?? ""}, fewer frames`;
}

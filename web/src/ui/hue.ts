const HUES = 6;

/** One of six hues (0 to 5), always the same for the same text: for avatars and posters that have no picture. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return hash % HUES;
}

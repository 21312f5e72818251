/**
 * How a file is cut into parts and named. The API holds the same rules (`neufit/domain/upload.py`);
 * `tests/unit/upload_vectors.json` keeps the two together.
 */

const PART_BYTES = 8 * 2 ** 20;
const MAX_PARTS = 1280;

/** Bytes of every part but the last of a file of `size` bytes: 8 MiB, or the smallest multiple with at most 1280 parts. */
export function partSize(size: number): number {
  return PART_BYTES * Math.max(1, Math.ceil(size / (PART_BYTES * MAX_PARTS)));
}

export function partCount(size: number): number {
  return Math.ceil(size / partSize(size));
}

/** Where part `number` (from 1) lies in the file: [start, end) in bytes. */
export function partRange(size: number, number: number): readonly [number, number] {
  const length = partSize(size);
  return [(number - 1) * length, Math.min(size, number * length)];
}

/** The name of a file: base 64 of SHA-256 over the raw SHA-256 of its parts, a dash, their number. */
export async function compositeChecksum(digests: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const all = new Uint8Array(digests.length * 32);
  digests.forEach((digest, i) => {
    all.set(digest, i * 32);
  });
  return `${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", all)))}-${digests.length}`;
}

export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

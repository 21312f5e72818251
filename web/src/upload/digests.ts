import { partCount, partRange } from "./parts";

/** Raw SHA-256 of every part of a file, in order. `hashed` is told the bytes that are done after each part. */
export async function digestParts(
  file: Blob,
  hashed: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const digests: Uint8Array<ArrayBuffer>[] = [];
  for (let number = 1; number <= partCount(file.size); number += 1) {
    const [start, end] = partRange(file.size, number);
    const bytes = await file.slice(start, end).arrayBuffer();
    digests.push(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    hashed(end);
  }
  return digests;
}

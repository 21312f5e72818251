import type { Source } from "../room-view";
import type { FrameKeys } from "./agreement";
import type { Bytes } from "./encoding";
import { ReplayWindow } from "./replay";

/**
 * Encoded frames, sealed with AES-GCM.
 *
 *     header in the clear | ciphertext and tag (16 bytes) | number (4) | epoch (4)
 *
 * The clear bytes are what packetizers and relays read of VP8 and Opus; they are authenticated. The initialization
 * vector is epoch and number: numbers grow with every frame that a key seals, over all layers of a camera.
 */
const TAG_BYTES = 16;
const TRAILER_BYTES = 8;
const LAST_NUMBER = 0xffff_ffff;

/** Why a frame was not let through. */
export type Drop = "no-key" | "malformed" | "other-epoch" | "replayed" | "forged" | "exhausted";

export type Outcome = { readonly frame: ArrayBuffer } | { readonly drop: Drop };

/** How many bytes stay readable: for VP8 by the bit that tells key frames from others (RFC 6386, section 9.1). */
export function clearBytes(source: Source, frame: Uint8Array): number {
  if (source === "microphone") return 1;
  const first = frame[0] ?? 0;
  return (first & 1) === 0 ? 10 : 3;
}

/** Seals what we send. Without keys nothing leaves: there is no frame in the clear. */
export class FrameSealer {
  #keys: FrameKeys | null = null;
  /** Numbers never begin anew, so that none is used twice with one key whatever happens to the keys. */
  readonly #next: Record<Source, number> = { camera: 0, microphone: 0 };

  use(keys: FrameKeys | null): void {
    this.#keys = keys;
  }

  async seal(source: Source, data: ArrayBuffer): Promise<Outcome> {
    const keys = this.#keys;
    if (keys === null) return { drop: "no-key" };
    const number = this.#next[source];
    if (number > LAST_NUMBER) return { drop: "exhausted" };
    this.#next[source] = number + 1;
    const plain = new Uint8Array(data);
    const clear = Math.min(clearBytes(source, plain), plain.length);
    const header = plain.slice(0, clear);
    const sealed = await crypto.subtle.encrypt(
      parameters(keys.epoch, number, header),
      keys.send[source],
      plain.slice(clear),
    );
    const frame = new Uint8Array(clear + sealed.byteLength + TRAILER_BYTES);
    frame.set(header);
    frame.set(new Uint8Array(sealed), clear);
    const trailer = new DataView(frame.buffer, clear + sealed.byteLength);
    trailer.setUint32(0, number);
    trailer.setUint32(4, keys.epoch);
    return { frame: frame.buffer };
  }
}

/** Opens what comes in. What is not authentic, not of this epoch, or was there before, is not let through. */
export class FrameOpener {
  #keys: FrameKeys | null = null;
  #epoch: number | null = null;
  #windows: Record<Source, ReplayWindow> = { camera: new ReplayWindow(), microphone: new ReplayWindow() };

  use(keys: FrameKeys | null): void {
    this.#keys = keys;
    // Keys that were taken away and given back must not forget what they have opened.
    if (keys === null || keys.epoch === this.#epoch) return;
    this.#epoch = keys.epoch;
    this.#windows = { camera: new ReplayWindow(), microphone: new ReplayWindow() };
  }

  async open(source: Source, data: ArrayBuffer): Promise<Outcome> {
    const keys = this.#keys;
    if (keys === null) return { drop: "no-key" };
    const frame = new Uint8Array(data);
    const clear = clearBytes(source, frame);
    const end = frame.length - TRAILER_BYTES;
    if (end < clear + TAG_BYTES) return { drop: "malformed" };
    const trailer = new DataView(data, end);
    const number = trailer.getUint32(0);
    if (trailer.getUint32(4) !== keys.epoch) return { drop: "other-epoch" };
    const window = this.#windows[source];
    if (!window.open(number)) return { drop: "replayed" };
    const header = frame.slice(0, clear);
    let plain: ArrayBuffer;
    try {
      plain = await crypto.subtle.decrypt(
        parameters(keys.epoch, number, header),
        keys.receive[source],
        frame.slice(clear, end),
      );
    } catch {
      return { drop: "forged" };
    }
    // The same frame may have been opened on another line meanwhile.
    if (!window.take(number)) return { drop: "replayed" };
    const opened = new Uint8Array(clear + plain.byteLength);
    opened.set(header);
    opened.set(new Uint8Array(plain), clear);
    return { frame: opened.buffer };
  }
}

function parameters(epoch: number, number: number, header: Bytes): AesGcmParams {
  const iv = new Uint8Array(12);
  const view = new DataView(iv.buffer);
  view.setUint32(0, epoch);
  view.setUint32(8, number);
  return { name: "AES-GCM", iv, additionalData: header, tagLength: TAG_BYTES * 8 };
}

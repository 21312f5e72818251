import { base64url, type Bytes, fromBase64url, utf8 } from "./encoding";

/** A P-256 point as the API has it (RFC 7518, section 6.2.1). */
export interface PointJwk {
  readonly kty: "EC";
  readonly crv: "P-256";
  readonly x: string;
  readonly y: string;
}

/** What everybody may know of an account's key: its id and the raw point (65 bytes). */
export interface PublicAccountKey {
  readonly id: string;
  readonly raw: Bytes;
}

/** The key that speaks for this person on this device. The private part can be used here and never be read. */
export interface AccountKey extends PublicAccountKey {
  readonly privateKey: CryptoKey;
}

/** An account has keys on so many devices at most, as the API has it. */
export const MOST_ACCOUNT_KEYS = 10;

/** This device can't have a key: the account has them on as many others as there may be. */
export class TooManyAccountKeys extends Error {
  override name = "TooManyAccountKeys";

  constructor() {
    super(
      `This device needs a key, and ${MOST_ACCOUNT_KEYS} others of yours have one, the most there can be. Remove one that ` +
        "you no longer use, then try again.",
    );
  }
}

const ECDSA = { name: "ECDSA", namedCurve: "P-256" } as const;
const POINT_BYTES = 65;

export async function makeAccountKey(): Promise<AccountKey> {
  const pair = await crypto.subtle.generateKey(ECDSA, false, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return { id: await thumbprint(raw), raw, privateKey: pair.privateKey };
}

export function jwkOf(raw: Bytes): PointJwk {
  return { kty: "EC", crv: "P-256", x: base64url(raw.subarray(1, 33)), y: base64url(raw.subarray(33, POINT_BYTES)) };
}

/** Name of a P-256 point: the thumbprint of its JWK (RFC 7638) with SHA-256, in base64url. */
export async function thumbprint(raw: Bytes): Promise<string> {
  const { crv, kty, x, y } = jwkOf(raw);
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(JSON.stringify({ crv, kty, x, y })))));
}

/** A key as the API has it; null when it isn't one, or doesn't belong to its id. */
export async function publicAccountKey(id: string, { x, y }: PointJwk): Promise<PublicAccountKey | null> {
  const [left, right] = [fromBase64url(x), fromBase64url(y)];
  if (left?.length !== 32 || right?.length !== 32) return null;
  const raw = Uint8Array.of(4, ...left, ...right);
  return (await thumbprint(raw)) === id ? { id, raw } : null;
}

export async function sign(key: AccountKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key.privateKey, message));
}

/** Whether the signature over the message is of this key. A point that is off the curve has signed nothing. */
export async function verify(key: PublicAccountKey, signature: Bytes, message: Bytes): Promise<boolean> {
  try {
    const known = await crypto.subtle.importKey("raw", key.raw, ECDSA, false, ["verify"]);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, known, signature, message);
  } catch {
    return false;
  }
}

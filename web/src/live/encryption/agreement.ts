import type { KeyBundle, Source } from "../room-view";
import { SOURCES } from "../room-view";
import { type AccountKey, type PublicAccountKey, sign, verify } from "./account-key";
import { base64url, type Bytes, equal, framed, fromBase64url, utf8 } from "./encoding";

/**
 * How two people agree on keys that nobody between them has.
 *
 * Each makes an ECDH pair for this agreement alone and signs its public half with the account's key: over the meeting,
 * who says it, a nonce and a growing number. Frame keys come from the shared secret by HKDF (RFC 5869), bound to all
 * that both said, one key for each direction and source. Nothing is ratcheted: whenever anybody comes or goes, both
 * make new pairs and the old ones are forgotten.
 */
const LABEL = "neufit-e2ee-1";
const ECDH = { name: "ECDH", namedCurve: "P-256" } as const;
const POINT_BYTES = 65;
const NONCE_BYTES = 16;

/** Our half, with what only we know of it. */
export interface OwnHalf {
  readonly bundle: KeyBundle;
  readonly privateKey: CryptoKey;
}

/** A half that was checked to be of the person it says. */
export interface VerifiedHalf {
  readonly participant: string;
  readonly account: PublicAccountKey;
  readonly ecdh: Bytes;
  readonly nonce: Bytes;
  readonly epoch: number;
}

/** The keys of one agreement. `epoch` (32 bits) stands in each frame and tells agreements apart. */
export interface FrameKeys {
  readonly epoch: number;
  readonly send: Readonly<Record<Source, CryptoKey>>;
  readonly receive: Readonly<Record<Source, CryptoKey>>;
}

/** Make our half. `epoch` has to be larger than that of any half we made before for this meeting. */
export async function makeHalf(
  meeting: string,
  participant: string,
  account: AccountKey,
  epoch: number,
): Promise<OwnHalf> {
  const pair = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  const ecdh = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const signature = await sign(account, statement(meeting, participant, { account, ecdh, nonce, epoch }));
  return {
    privateKey: pair.privateKey,
    bundle: {
      ecdh: base64url(ecdh),
      accountKey: account.id,
      nonce: base64url(nonce),
      epoch,
      signature: base64url(signature),
    },
  };
}

/** A bundle checked against the keys that the person's account has; null when it is not from that person. */
export async function verifyHalf(
  meeting: string,
  participant: string,
  bundle: KeyBundle,
  accounts: readonly PublicAccountKey[],
): Promise<VerifiedHalf | null> {
  const account = accounts.find((known) => known.id === bundle.accountKey);
  const ecdh = fromBase64url(bundle.ecdh);
  const nonce = fromBase64url(bundle.nonce);
  const signature = fromBase64url(bundle.signature);
  if (account === undefined || ecdh?.length !== POINT_BYTES || nonce?.length !== NONCE_BYTES || signature === null) {
    return null;
  }
  const half = { participant, account, ecdh, nonce, epoch: bundle.epoch };
  return (await verify(account, signature, statement(meeting, participant, half))) ? half : null;
}

/** The frame keys of two halves; null when they can't belong together: a point off the curve, or our own half back. */
export async function agree(
  meeting: string,
  own: OwnHalf,
  ours: VerifiedHalf,
  theirs: VerifiedHalf,
): Promise<FrameKeys | null> {
  if (ours.participant === theirs.participant || equal(ours.ecdh, theirs.ecdh)) return null;
  let secret: ArrayBuffer;
  try {
    const point = await crypto.subtle.importKey("raw", theirs.ecdh, ECDH, false, []);
    secret = await crypto.subtle.deriveBits({ name: "ECDH", public: point }, own.privateKey, 256);
  } catch {
    return null;
  }
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey", "deriveBits"]);
  const halves = [ours, theirs].toSorted((a, b) => (a.participant < b.participant ? -1 : 1));
  const said = halves.map((half) => statement(meeting, half.participant, half));
  const salt = await crypto.subtle.digest("SHA-256", framed(LABEL, ...said));
  const hkdf = (info: Bytes) => ({ name: "HKDF", hash: "SHA-256", salt, info });
  const keyOf = (sender: string, source: Source, usage: KeyUsage) =>
    crypto.subtle.deriveKey(hkdf(framed(LABEL, "frames", sender, source)), material, { name: "AES-GCM", length: 256 }, false, [
      usage,
    ]);
  const keysOf = async (sender: string, usage: KeyUsage) => {
    const [camera, microphone] = await Promise.all(SOURCES.map((source) => keyOf(sender, source, usage)));
    return camera === undefined || microphone === undefined ? null : { camera, microphone };
  };
  const epoch = await crypto.subtle.deriveBits(hkdf(framed(LABEL, "epoch")), material, 32);
  const [send, receive] = await Promise.all([
    keysOf(ours.participant, "encrypt"),
    keysOf(theirs.participant, "decrypt"),
  ]);
  return send === null || receive === null ? null : { epoch: new DataView(epoch).getUint32(0), send, receive };
}

const GROUPS = 6;
const GROUP_BYTES = 5;

/**
 * What both read to each other: 30 digits in groups of five, the same on both sides as long as nobody stands between.
 * From SHA-256 over account keys and ECDH halves of both.
 */
export async function comparisonCode(ours: VerifiedHalf, theirs: VerifiedHalf): Promise<string> {
  const halves = [ours, theirs].map((half) => framed(half.account.raw, half.ecdh));
  const sorted = halves.toSorted((a, b) => (base64url(a) < base64url(b) ? -1 : 1));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", framed(LABEL, "code", ...sorted)));
  return Array.from({ length: GROUPS }, (_, i) => {
    const group = digest.subarray(i * GROUP_BYTES, (i + 1) * GROUP_BYTES);
    const value = group.reduce((sum, byte) => sum * 256 + byte, 0); // 40 bits: exact in a number
    return String(value % 100_000).padStart(5, "0");
  }).join(" ");
}

/** What a signature of a half is over, and what the salt of its keys is made of. */
function statement(
  meeting: string,
  participant: string,
  half: { account: PublicAccountKey; ecdh: Bytes; nonce: Bytes; epoch: number },
): Bytes {
  return framed(LABEL, "half", meeting, participant, half.account.id, half.ecdh, half.nonce, utf8(String(half.epoch)));
}

// @vitest-environment node
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { KeyBundle } from "../room-view";
import { type AccountKey, jwkOf, makeAccountKey, publicAccountKey, thumbprint } from "./account-key";
import { agree, comparisonCode, type FrameKeys, makeHalf, type OwnHalf, verifyHalf, type VerifiedHalf } from "./agreement";
import { base64url, framed, fromBase64url } from "./encoding";
import { FrameOpener, FrameSealer, type Outcome } from "./frames";
import { FrameGuard } from "./line";
import { ReplayWindow } from "./replay";

interface Side {
  readonly id: string;
  readonly account: AccountKey;
  readonly half: OwnHalf;
  readonly verified: VerifiedHalf;
}

async function side(id: string, meeting = "m1", epoch = 1): Promise<Side> {
  const account = await makeAccountKey();
  return another(id, account, meeting, epoch);
}

async function another(id: string, account: AccountKey, meeting = "m1", epoch = 1): Promise<Side> {
  const half = await makeHalf(meeting, id, account, epoch);
  const verified = await verifyHalf(meeting, id, half.bundle, [account]);
  if (verified === null) throw new Error("our own half does not verify");
  return { id, account, half, verified };
}

async function keysOf(one: Side, other: Side, meeting = "m1"): Promise<FrameKeys> {
  const keys = await agree(meeting, one.half, one.verified, other.verified);
  if (keys === null) throw new Error("no agreement");
  return keys;
}

let ann: Side;
let bo: Side;
let mallory: Side;
let annKeys: FrameKeys;
let boKeys: FrameKeys;

beforeAll(async () => {
  [ann, bo, mallory] = await Promise.all([side("ann"), side("bo"), side("mallory")]);
  [annKeys, boKeys] = await Promise.all([keysOf(ann, bo), keysOf(bo, ann)]);
});

/** A key frame of VP8 as far as its first byte says, then what looks like a picture. */
const picture = (length = 200, first = 0x10) => Uint8Array.from({ length }, (_, i) => (i === 0 ? first : i % 251)).buffer;

function frameOf(outcome: Outcome): ArrayBuffer {
  if (!("frame" in outcome)) throw new Error(`dropped: ${outcome.drop}`);
  return outcome.frame;
}

const sealer = (keys: FrameKeys) => {
  const made = new FrameSealer();
  made.use(keys);
  return made;
};

const opener = (keys: FrameKeys) => {
  const made = new FrameOpener();
  made.use(keys);
  return made;
};

describe("the agreement", () => {
  test("both sides have the same epoch and code, and each opens what the other seals", async () => {
    expect(annKeys.epoch).toBe(boKeys.epoch);
    expect(await comparisonCode(ann.verified, bo.verified)).toBe(await comparisonCode(bo.verified, ann.verified));
    for (const source of ["camera", "microphone"] as const) {
      const there = frameOf(await sealer(annKeys).seal(source, picture()));
      const back = frameOf(await sealer(boKeys).seal(source, picture()));
      expect(frameOf(await opener(boKeys).open(source, there))).toEqual(picture());
      expect(frameOf(await opener(annKeys).open(source, back))).toEqual(picture());
    }
  });

  test("the code is thirty digits in groups of five and another with every other half", async () => {
    const code = await comparisonCode(ann.verified, bo.verified);
    expect(code).toMatch(/^(\d{5} ){5}\d{5}$/);
    expect(await comparisonCode(ann.verified, mallory.verified)).not.toBe(code);
    const renewed = await another("ann", ann.account);
    expect(await comparisonCode(renewed.verified, bo.verified)).not.toBe(code);
  });

  test("a relay that swaps halves for its own is found out: its key is not one of the account's", async () => {
    const swapped = await makeHalf("m1", "bo", mallory.account, 1);
    expect(await verifyHalf("m1", "bo", swapped.bundle, [bo.account])).toBeNull();
    expect(await verifyHalf("m1", "bo", { ...swapped.bundle, accountKey: bo.account.id }, [bo.account])).toBeNull();
  });

  test.each<[string, (bundle: KeyBundle) => KeyBundle]>([
    ["another ECDH half", (bundle) => ({ ...bundle, ecdh: mallory.half.bundle.ecdh })],
    ["another nonce", (bundle) => ({ ...bundle, nonce: mallory.half.bundle.nonce })],
    ["another number", (bundle) => ({ ...bundle, epoch: bundle.epoch + 1 })],
    ["another signature", (bundle) => ({ ...bundle, signature: mallory.half.bundle.signature })],
    ["a short nonce", (bundle) => ({ ...bundle, nonce: "AAAA" })],
    ["no base64", (bundle) => ({ ...bundle, signature: "!!" })],
    ["a point off the curve", (bundle) => ({ ...bundle, ecdh: base64url(new Uint8Array(65).fill(4)) })],
  ])("a signed half with %s is not accepted", async (_, change) => {
    expect(await verifyHalf("m1", "bo", change(bo.half.bundle), [bo.account])).toBeNull();
  });

  test("a half of another meeting or said by another person is not accepted", async () => {
    expect(await verifyHalf("m2", "bo", bo.half.bundle, [bo.account])).toBeNull();
    expect(await verifyHalf("m1", "ann", bo.half.bundle, [bo.account])).toBeNull();
  });

  test("any changed bit of a signature is noticed", async () => {
    const signature = fromBase64url(bo.half.bundle.signature);
    if (signature === null) throw new Error("no signature");
    await fc.assert(
      fc.asyncProperty(fc.nat(signature.length * 8 - 1), async (bit) => {
        const changed = signature.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const bundle = { ...bo.half.bundle, signature: base64url(changed) };
        expect(await verifyHalf("m1", "bo", bundle, [bo.account])).toBeNull();
      }),
      { numRuns: 40 },
    );
  });

  test("our own half played back to us is no agreement, nor is our own person", async () => {
    expect(await agree("m1", ann.half, ann.verified, ann.verified)).toBeNull();
    expect(await agree("m1", ann.half, ann.verified, { ...ann.verified, participant: "bo" })).toBeNull();
  });

  test("whoever stands between has other keys than either side, and the codes differ", async () => {
    const toAnn = await keysOf(mallory, ann);
    const sealed = frameOf(await sealer(annKeys).seal("camera", picture()));
    expect(await opener({ ...toAnn, epoch: annKeys.epoch }).open("camera", sealed)).toEqual({ drop: "forged" });
    expect(await comparisonCode(ann.verified, mallory.verified)).not.toBe(
      await comparisonCode(mallory.verified, bo.verified),
    );
  });
});

describe("frames", () => {
  test("nothing of a frame but its header can be read on the way", async () => {
    const plain = new Uint8Array(picture());
    const sealed = new Uint8Array(frameOf(await sealer(annKeys).seal("camera", plain.buffer)));
    expect(sealed.subarray(0, 10)).toEqual(plain.subarray(0, 10));
    expect(sealed.join()).not.toContain(plain.subarray(10, 20).join());
    const delta = new Uint8Array(frameOf(await sealer(annKeys).seal("camera", picture(200, 0x11))));
    expect(delta.subarray(3, 10)).not.toEqual(plain.subarray(3, 10));
  });

  test("frames of any length but those that end within their header go there and back", async () => {
    const [from, to] = [sealer(annKeys), opener(boKeys)];
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 10, maxLength: 3000 }), async (bytes) => {
        const sealed = frameOf(await from.seal("camera", bytes.slice().buffer));
        expect(new Uint8Array(frameOf(await to.open("camera", sealed)))).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
    for (const length of [1, 2, 3, 80]) {
      const sealed = frameOf(await from.seal("microphone", picture(length)));
      expect(frameOf(await to.open("microphone", sealed)).byteLength).toBe(length);
    }
  });

  test("whatever bit is changed, the frame is not let through", async () => {
    const sealed = new Uint8Array(frameOf(await sealer(annKeys).seal("camera", picture(60))));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const changed = sealed.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await opener(boKeys).open("camera", changed.buffer)).toHaveProperty("drop");
      }),
      { numRuns: 60 },
    );
  });

  test("whatever comes that was not sealed, it is not let through", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect(await opener(boKeys).open("camera", bytes.slice().buffer)).toHaveProperty("drop");
      }),
      { numRuns: 60 },
    );
  });

  test("a frame is let through once", async () => {
    const to = opener(boKeys);
    const sealed = frameOf(await sealer(annKeys).seal("camera", picture()));
    expect(await to.open("camera", sealed.slice())).toHaveProperty("frame");
    expect(await to.open("camera", sealed.slice())).toEqual({ drop: "replayed" });
    // Also when both are opened at the same time, and when keys were taken away and given back.
    const next = frameOf(await sealer(annKeys).seal("microphone", picture()));
    const both = await Promise.all([to.open("microphone", next.slice()), to.open("microphone", next.slice())]);
    expect(both.filter((outcome) => "frame" in outcome)).toHaveLength(1);
    to.use(null);
    to.use(boKeys);
    expect(await to.open("camera", sealed.slice())).toEqual({ drop: "replayed" });
  });

  test("sound can't be passed off as a picture, nor what one sent as what the other sent", async () => {
    const sound = frameOf(await sealer(annKeys).seal("microphone", picture()));
    expect(await opener(boKeys).open("camera", sound)).toHaveProperty("drop");
    const ours = frameOf(await sealer(annKeys).seal("camera", picture()));
    expect(await opener(annKeys).open("camera", ours)).toEqual({ drop: "forged" });
  });

  test("after new halves, frames of the old keys are not let through", async () => {
    const old = frameOf(await sealer(annKeys).seal("camera", picture()));
    const renewed = await another("ann", ann.account, "m1", 2);
    const to = opener(boKeys);
    to.use(await keysOf(bo, renewed));
    expect(await to.open("camera", old)).toEqual({ drop: "other-epoch" });
  });

  test("without keys nothing leaves and nothing comes in", async () => {
    expect(await new FrameSealer().seal("camera", picture())).toEqual({ drop: "no-key" });
    expect(await new FrameOpener().open("camera", picture())).toEqual({ drop: "no-key" });
  });

  test("no number is used twice with one key, though the key is taken away and given back", async () => {
    const from = sealer(annKeys);
    const numbers: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const sealed = frameOf(await from.seal("camera", picture()));
      numbers.push(new DataView(sealed).getUint32(sealed.byteLength - 8));
      from.use(null);
      from.use(annKeys);
    }
    expect(new Set(numbers).size).toBe(3);
  });

  test("a guard lets through what is right, drops the rest and counts both", async () => {
    const [from, to] = [new FrameGuard(), new FrameGuard()];
    from.use(annKeys);
    to.use(boKeys);
    const frame = { data: picture() };
    expect(await from.pass({ direction: "send", source: "camera" }, frame)).toBe(true);
    const copy = { data: frame.data.slice() };
    const receive = { direction: "receive", source: "camera" } as const;
    expect(await to.pass(receive, frame)).toBe(true);
    expect(frame.data).toEqual(picture());
    expect(await to.pass(receive, copy)).toBe(false);
    expect(await to.pass(receive, { data: picture() })).toBe(false);
    expect(from.counts()).toEqual({ sealed: 1, opened: 0, dropped: {} });
    expect(to.counts()).toEqual({ sealed: 0, opened: 1, dropped: { replayed: 1, "other-epoch": 1 } });
  });
});

test("a replay window takes every number once and none from far behind, whatever the order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5000), { maxLength: 300 }), (numbers) => {
      const window = new ReplayWindow();
      const taken: number[] = [];
      for (const number of numbers) {
        const highest = Math.max(-1, ...taken);
        const fits = !taken.includes(number) && number > highest - 1024;
        expect(window.take(number)).toBe(fits);
        if (fits) taken.push(number);
      }
    }),
  );
});

describe("the account's key", () => {
  test("the private part can't be read out", async () => {
    expect(ann.account.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("jwk", ann.account.privateKey)).rejects.toThrow();
  });

  test("its id is the thumbprint of RFC 7638, and a key under another's id is none", async () => {
    expect(ann.account.id).toBe(await thumbprint(ann.account.raw));
    expect(ann.account.id).toHaveLength(43);
    const jwk = jwkOf(ann.account.raw);
    expect(await publicAccountKey(ann.account.id, jwk)).toEqual({ id: ann.account.id, raw: ann.account.raw });
    expect(await publicAccountKey(bo.account.id, jwk)).toBeNull();
    expect(await publicAccountKey(ann.account.id, { ...jwk, x: "AAAA" })).toBeNull();
  });
});

test("base64url goes there and back, and no two lists of parts are framed alike", () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      const [a, b] = [framed(...one), framed(...other)];
      expect(fromBase64url(base64url(a))).toEqual(a);
      expect(base64url(a) === base64url(b)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
  expect(fromBase64url("a b")).toBeNull();
});

import { expect, test, vi } from "vitest";
import { type Cipher, Confidentiality } from "./confidentiality";
import { type AccountKey, TooManyAccountKeys } from "./encryption/account-key";
import type { EncryptionState } from "./encryption/exchange";
import { person, room } from "./fakes";

const cipher: Cipher = { configuration: {}, guard: () => undefined, use: () => undefined, close: () => undefined };
const ACCOUNT: AccountKey = { id: "mine", raw: new Uint8Array(65), privateKey: null as unknown as CryptoKey };

/** What is told of an encryption with this key, of somebody who is alone. */
function begin(accountKey: () => Promise<AccountKey>) {
  const told: EncryptionState[] = [];
  const confidentiality: Confidentiality = new Confidentiality({
    meeting: "m1",
    me: "zoe",
    cipher,
    accountKey,
    keysOf: () => Promise.resolve([]),
    people: () => Promise.resolve([]),
    publish: () => Promise.resolve(),
    now: () => 0,
    changed: () => {
      // Told within its constructor, too, when it can't be asked yet.
      queueMicrotask(() => told.push(confidentiality.state()));
    },
  });
  confidentiality.update(room({ kind: "one_on_one", participants: [person("zoe")] }));
  return { told, confidentiality };
}

test("as soon as the account's key is there, it is told that one waits for the other", async () => {
  const { told } = begin(() => Promise.resolve(ACCOUNT));
  await vi.waitFor(() => {
    expect(told.at(-1)?.status).toBe("alone");
  });
});

test("a device that can't get a key says what helps, and is ready when that was done", async () => {
  let full = true;
  const { told, confidentiality } = begin(() => (full ? Promise.reject(new TooManyAccountKeys()) : Promise.resolve(ACCOUNT)));
  await vi.waitFor(() => {
    expect(told.at(-1)).toMatchObject({ status: "failed", remedy: "remove-a-key" });
  });
  full = false;
  confidentiality.retry();
  await vi.waitFor(() => {
    expect(told.at(-1)).toEqual({ status: "alone", code: null, reason: null });
  });
});

import { expect, test } from "vitest";
import { ApiClient } from "../api/client";
import { Refusal } from "../socket/closing";
import { TooManyAccountKeys } from "./encryption/account-key";
import type { AccountKeyStore } from "./encryption/key-store";
import { liveService } from "./service";

const store: AccountKeyStore = {
  key: () => Promise.resolve({ id: "mine", raw: new Uint8Array(65), privateKey: null as unknown as CryptoKey }),
  known: () => Promise.resolve("mine"),
  forget: () => Promise.resolve(),
};

/** The service over an API that answers a path with this status and problem, and has no keys. */
function service(path: string, status: number, code: string, detail = "In the API's words.") {
  const api = new ApiClient({
    base: "/api",
    session: { read: () => null, ended: () => undefined },
    fetch: (input) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input, "http://neufit.test");
      if (pathname !== `/api${path}`) return Promise.resolve(Response.json({ identityKeys: [] }));
      const problem = { type: `urn:neufit:problem:${code}`, title: "A title", status, detail };
      return Promise.resolve(Response.json(problem, { status }));
    },
  });
  return liveService(api, "m1", "zoe", store);
}

test("where all the keys that an account can have are on other devices, the person hears what to do", async () => {
  await expect(service("/user/identity-keys", 400, "too-many-keys").accountKey()).rejects.toThrow(TooManyAccountKeys);
  await expect(service("/user/identity-keys", 409, "conflict").accountKey()).rejects.toThrow("In the API's words.");
});

test.each([
  [404, "not-found", "not-yours", false],
  [409, "meeting-ended", "over", false],
  [409, "meeting-cancelled", "over", false],
  [403, "cannot-take-place", "cannot-take-place", false],
  [409, "too-early", "too-early", true],
])("a ticket that is refused with %i %s ends it for good as %s; again: %s", async (status, code, expected, again) => {
  const refused: unknown = await service("/meet", status, code).grant(new AbortController().signal).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect((refused as Refusal).failure).toMatchObject({ code: expected, again });
});

test("an API that does not answer now is asked again", async () => {
  const refused: unknown = await service("/meet", 503, "unavailable").grant(new AbortController().signal).catch((error: unknown) => error);
  expect(refused).not.toBeInstanceOf(Refusal);
});

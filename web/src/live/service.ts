import type { ApiClient } from "../api/client";
import { ApiProblem } from "../api/problem";
import { deviceName } from "../format/device";
import { Refusal } from "../socket/closing";
import { type AccountKey, jwkOf, publicAccountKey, type PublicAccountKey } from "./encryption/account-key";
import type { AccountKeyStore } from "./encryption/key-store";
import type { Grant } from "./signalling";

/** What a live session needs of the API. */
export interface LiveService {
  /** Tickets for the meeting's relays. Throws Refusal when there is no point in asking again. */
  grant(signal: AbortSignal): Promise<Grant>;
  /** The key of this account on this device, known to the API. */
  accountKey(): Promise<AccountKey>;
  /** The keys that a person's account has now. */
  keysOf(participant: string): Promise<readonly PublicAccountKey[]>;
  /** Ids of those who the meeting is for, its host among them. */
  people(): Promise<readonly string[]>;
}

/** The service of a meeting for the person who is signed in. */
export function liveService(api: ApiClient, meetingId: string, userId: string, store: AccountKeyStore): LiveService {
  return {
    async grant(signal) {
      try {
        return await api.post("/meet", { query: { meetingId }, signal });
      } catch (error) {
        throw refusalOf(error);
      }
    },
    async accountKey() {
      const key = await store.key(userId);
      const { identityKeys } = await api.get("/user");
      if (!identityKeys.some((known) => known.keyId === key.id)) {
        await api.post("/user/identity-keys", { body: { publicKey: jwkOf(key.raw), name: deviceName(navigator.userAgent) } });
      }
      return key;
    },
    async keysOf(participant) {
      const { identityKeys } = await api.get("/user", { anonymous: true, about: participant });
      const keys = await Promise.all(identityKeys.map(({ keyId, publicKey }) => publicAccountKey(keyId, publicKey)));
      return keys.filter((key) => key !== null);
    },
    async people() {
      return (await api.get("/meet", { query: { meetingId } })).users;
    },
  };
}

/** What can't be helped by asking again ends joining, in the API's words; anything else passes. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.passing) return error;
  const gone = error.status === 403 || error.status === 404 || error.status === 410;
  return new Refusal({ code: error.code, title: error.title, detail: error.detail, again: !gone });
}

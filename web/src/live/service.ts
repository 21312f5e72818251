import type { ApiClient } from "../api/client";
import { ApiProblem } from "../api/problem";
import { deviceName } from "../format/device";
import { type Failure, Refusal } from "../socket/closing";
import { type AccountKey, jwkOf, publicAccountKey, type PublicAccountKey, TooManyAccountKeys } from "./encryption/account-key";
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
        const body = { publicKey: jwkOf(key.raw), name: deviceName(navigator.userAgent) };
        await api.post("/user/identity-keys", { body }).catch((error: unknown) => {
          throw error instanceof ApiProblem && error.code === "too-many-keys" ? new TooManyAccountKeys() : error;
        });
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

/** Why somebody who was let in to see the lobby gets no ticket, by the API's code. */
const REFUSALS: Readonly<Record<string, Failure>> = {
  "not-found": {
    code: "not-yours",
    title: "You are no longer part of this session",
    detail: "Its host called it off, or changed who it is for.",
    again: false,
  },
  "meeting-cancelled": {
    code: "over",
    title: "This session was called off",
    detail: "Its host called it off. It won't take place.",
    again: false,
  },
  "meeting-ended": { code: "over", title: "This session is over", detail: "Its time has passed, or its host ended it.", again: false },
};

/** What can't be helped by asking again ends joining, in words for the person; anything else passes. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.passing) return error;
  const gone = error.status === 403 || error.status === 404 || error.status === 410;
  const { code, title, detail } = error;
  return new Refusal(REFUSALS[code] ?? { code, title, detail, again: !gone });
}

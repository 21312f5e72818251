import type { KeyBundle, Participant, RoomView } from "../room-view";
import type { AccountKey, PublicAccountKey } from "./account-key";
import { agree, comparisonCode, type FrameKeys, makeHalf, type OwnHalf, verifyHalf } from "./agreement";

/**
 * How an encrypted session stands.
 *
 * `alone`: nobody else is here. `agreeing`: keys are on their way. `secure`: media goes encrypted, `code` can be
 * compared. `untrusted`: what came in the other's name was not from there; no media flows. `failed`: this device can't
 * take part; no media flows. `reason` is a sentence for the person. `remedy`: what the person can do about it elsewhere.
 */
export interface EncryptionState {
  readonly status: "alone" | "agreeing" | "secure" | "untrusted" | "failed";
  readonly code: string | null;
  readonly reason: string | null;
  readonly remedy?: "remove-a-key";
}

export interface ExchangeTools {
  readonly meeting: string;
  readonly me: string;
  readonly account: AccountKey;
  /** The keys that a person's account has, asked anew. */
  readonly keysOf: (participant: string) => Promise<readonly PublicAccountKey[]>;
  /** Who the meeting is for, as the API says it: the relay could let somebody else with a good key in. */
  readonly people: () => Promise<readonly string[]>;
  /** Put our bundle into the room. Rejects when the room doesn't take it. */
  readonly publish: (bundle: KeyBundle) => Promise<void>;
  /** What frames are sealed and opened with from now on; null: nothing is. */
  readonly install: (keys: FrameKeys | null) => void;
  /** The time of the log, ms. */
  readonly now: () => number;
  readonly changed: (state: EncryptionState) => void;
}

const ALONE: EncryptionState = { status: "alone", code: null, reason: null };
const AGREEING: EncryptionState = { status: "agreeing", code: null, reason: null };

/**
 * Leads the agreement on keys with the other person of a room, from one state of the room to the next.
 *
 * Whenever somebody comes or goes the keys are dropped at once and a new half is made. Keys are used when both halves
 * are in the room's log and the other's is signed by a key of that person's account. A half with a smaller number than
 * one that was seen of the same person is an old one played again, and is refused; the one of before somebody came or
 * went is waited upon to be followed by a new one. Who the meeting isn't for gets no keys, however well they are signed.
 */
export class KeyExchange {
  readonly #tools: ExchangeTools;
  readonly #newest = new Map<string, number>();
  /** Halves of others that keys were made of, in another company: they don't count any more. */
  readonly #spent = new Set<string>();
  #used: string | null = null;
  #state: EncryptionState = ALONE;
  /** Who is here since when; the reason for a half. */
  #company = "";
  #own: OwnHalf | null = null;
  #agreed = "";
  #closed = false;
  #room: RoomView | null = null;
  #working = false;
  #again = false;

  constructor(tools: ExchangeTools) {
    this.#tools = tools;
  }

  state(): EncryptionState {
    return this.#state;
  }

  /** The room is like this now. */
  update(room: RoomView): void {
    this.#room = room;
    const company = companyOf(room.participants);
    if (company !== this.#company) {
      this.#company = company;
      this.#own = null;
      this.#agreed = "";
      if (this.#used !== null) this.#spent.add(this.#used);
      this.#used = null;
      this.#tools.install(null);
    }
    void this.#work();
  }

  /** Try again with what is there, after `untrusted` or `failed`. */
  retry(): void {
    this.#agreed = "";
    void this.#work();
  }

  close(): void {
    this.#closed = true;
    this.#own = null;
    this.#tools.install(null);
  }

  /** One step at a time; what changes during a step is looked at after it. */
  async #work(): Promise<void> {
    this.#again = true;
    if (this.#working) return;
    this.#working = true;
    while (this.#again && !this.#closed) {
      this.#again = false;
      try {
        await this.#step();
      } catch (error) {
        this.#fail("failed", error instanceof Error && error.message !== "" ? error.message : UNKNOWN);
      }
    }
    this.#working = false;
  }

  async #step(): Promise<void> {
    const { meeting, me, account } = this.#tools;
    const people = this.#room?.participants ?? [];
    const company = this.#company;
    const self = people.find((one) => one.id === me);
    const [other, ...more] = people.filter((one) => one.id !== me);
    if (self === undefined || other === undefined) {
      this.#tell(ALONE);
      return;
    }
    if (more.length > 0) {
      this.#fail("untrusted", "More than two people are in this session, so it is not private. Nothing is sent.");
      return;
    }
    const own = this.#own ?? (await this.#make(company));
    if (own === null || company !== this.#company) return;
    const spent = this.#used === null && other.key !== null && this.#spent.has(other.key.ecdh);
    if (self.key?.ecdh !== own.bundle.ecdh || other.key === null || spent) {
      // Keys of before don't count any more: one of us has begun anew.
      this.#drop();
      this.#tell(AGREEING);
      return;
    }
    const pair = `${own.bundle.ecdh} ${other.key.ecdh} ${other.key.signature}`;
    if (pair === this.#agreed) return;
    this.#drop();
    this.#tell(AGREEING);
    const [ours, theirs, invited] = await Promise.all([
      verifyHalf(meeting, me, own.bundle, [account]),
      this.#verified(other, other.key),
      this.#tools.people(),
    ]);
    // Whatever was found out is about this company and these halves only.
    if (company !== this.#company || this.#own !== own || !this.#holds(other.id, other.key)) return;
    this.#agreed = pair;
    if (!invited.some((id) => sameAccount(id, other.id))) {
      this.#fail("untrusted", `${other.name} is not who this session was planned with. Nothing is sent or shown.`);
      return;
    }
    const keys = ours === null || theirs === null ? null : await agree(meeting, own, ours, theirs);
    if (ours === null || theirs === null || keys === null) {
      this.#fail("untrusted", `These keys are not from ${other.name}'s account. Nothing is sent or shown.`);
      return;
    }
    const code = await comparisonCode(ours, theirs);
    if (this.#closed || this.#own !== own || !this.#holds(other.id, other.key)) return;
    this.#newest.set(other.id, theirs.epoch);
    this.#used = other.key.ecdh;
    this.#tools.install(keys);
    this.#tell({ status: "secure", code, reason: null });
  }

  async #make(company: string): Promise<OwnHalf | null> {
    const { meeting, me, account, now, publish } = this.#tools;
    const epoch = Math.max((this.#newest.get(me) ?? 0) + 1, Math.floor(now() / 1000));
    this.#newest.set(me, epoch);
    const own = await makeHalf(meeting, me, account, epoch);
    if (company !== this.#company) return null;
    this.#own = own;
    this.#tell(AGREEING);
    publish(own.bundle).catch((error: unknown) => {
      if (this.#own === own) this.#fail("failed", error instanceof Error ? error.message : UNKNOWN);
    });
    return own;
  }

  async #verified(other: Participant, bundle: KeyBundle) {
    if (bundle.epoch < (this.#newest.get(other.id) ?? 0)) return null;
    return verifyHalf(this.#tools.meeting, other.id, bundle, await this.#tools.keysOf(other.id));
  }

  /** Whether this bundle still is the person's in the newest state of the room. */
  #holds(participant: string, bundle: KeyBundle): boolean {
    const key = this.#room?.participants.find((one) => one.id === participant)?.key;
    return key?.ecdh === bundle.ecdh && key.signature === bundle.signature;
  }

  #drop(): void {
    if (this.#agreed === "") return;
    this.#agreed = "";
    this.#tools.install(null);
  }

  #fail(status: "untrusted" | "failed", reason: string): void {
    this.#tools.install(null);
    this.#tell({ status, code: null, reason });
  }

  #tell(state: EncryptionState): void {
    const before = this.#state;
    if (before.status === state.status && before.code === state.code && before.reason === state.reason) return;
    this.#state = state;
    this.#tools.changed(state);
  }
}

const UNKNOWN = "The keys for this session could not be made. Join again.";

/** Ids of accounts that differ in case only are one account's. */
function sameAccount(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function companyOf(people: readonly Participant[]): string {
  return people
    .map((one) => `${one.id} ${one.joinedAt}`)
    .toSorted()
    .join("\n");
}

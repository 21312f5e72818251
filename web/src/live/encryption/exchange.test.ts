// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { person, room } from "../fakes";
import type { KeyBundle, Participant } from "../room-view";
import { type AccountKey, makeAccountKey } from "./account-key";
import type { FrameKeys } from "./agreement";
import { KeyExchange } from "./exchange";

/** A room of memory: everybody's exchange sees every change of it, as through a relay's log. */
class Rooms {
  people: Participant[] = [];
  readonly accounts = new Map<string, AccountKey[]>();
  readonly sides = new Map<string, Side>();
  /** What the relay makes of a bundle on its way. */
  tamper: (from: string, bundle: KeyBundle) => KeyBundle = (_, bundle) => bundle;
  readonly said: { from: string; bundle: KeyBundle }[] = [];
  #time = 1_700_000_000_000;

  async join(id: string, account?: AccountKey): Promise<Side> {
    const key = account ?? this.accounts.get(id)?.[0] ?? (await makeAccountKey());
    if (!this.accounts.has(id)) this.accounts.set(id, [key]);
    this.#time += 5000;
    this.people = [...this.people.filter((one) => one.id !== id), person(id, { joinedAt: this.#time })];
    const side = new Side(id, key, this);
    this.sides.set(id, side);
    this.tell();
    return side;
  }

  leave(id: string): void {
    this.sides.get(id)?.exchange.close();
    this.sides.delete(id);
    this.people = this.people.filter((one) => one.id !== id);
    this.tell();
  }

  publish(id: string, bundle: KeyBundle): void {
    this.said.push({ from: id, bundle });
    this.people = this.people.map((one) => (one.id === id ? { ...one, key: this.tamper(id, bundle) } : one));
    this.tell();
  }

  put(id: string, bundle: KeyBundle | null): void {
    this.people = this.people.map((one) => (one.id === id ? { ...one, key: bundle } : one));
    this.tell();
  }

  tell(): void {
    for (const side of this.sides.values()) side.exchange.update(room({ kind: "one_on_one", participants: this.people }));
  }

  now(): number {
    return this.#time;
  }
}

class Side {
  readonly exchange: KeyExchange;
  keys: FrameKeys | null = null;
  readonly statuses: string[] = [];

  constructor(id: string, account: AccountKey, rooms: Rooms) {
    this.exchange = new KeyExchange({
      meeting: "m1",
      me: id,
      account,
      keysOf: (participant) => Promise.resolve(rooms.accounts.get(participant) ?? []),
      people: () => Promise.resolve(["ann", "Bo"]),
      publish: (bundle) => {
        rooms.publish(id, bundle);
        return Promise.resolve();
      },
      install: (keys) => {
        this.keys = keys;
      },
      now: () => rooms.now(),
      changed: (state) => {
        this.statuses.push(state.status);
      },
    });
  }

  get state() {
    return this.exchange.state();
  }
}

let rooms: Rooms;

beforeEach(() => {
  rooms = new Rooms();
});

const becomes = (side: Side, status: string) =>
  vi.waitFor(() => {
    expect(side.state.status).toBe(status);
  });

async function pair(): Promise<[Side, Side]> {
  const [ann, bo] = [await rooms.join("ann"), await rooms.join("bo")];
  await Promise.all([becomes(ann, "secure"), becomes(bo, "secure")]);
  return [ann, bo];
}

test("alone there are no keys; with the other one both have the same keys and code", async () => {
  const ann = await rooms.join("ann");
  expect([ann.state.status, ann.keys]).toEqual(["alone", null]);
  const bo = await rooms.join("bo");
  await Promise.all([becomes(ann, "secure"), becomes(bo, "secure")]);
  expect(ann.keys?.epoch).toBe(bo.keys?.epoch);
  expect(ann.state.code).toBe(bo.state.code);
});

test("whoever goes takes the keys along; when he comes back both have other ones", async () => {
  const [ann, bo] = await pair();
  const before = { epoch: ann.keys?.epoch, code: ann.state.code };
  rooms.leave("bo");
  expect(ann.keys).toBeNull();
  await becomes(ann, "alone");
  const back = await rooms.join("bo");
  await Promise.all([becomes(ann, "secure"), becomes(back, "secure")]);
  expect(ann.keys?.epoch).not.toBe(before.epoch);
  expect(ann.state.code).not.toBe(before.code);
  expect(bo.keys).toBeNull();
  const halves = rooms.said.filter((one) => one.from === "ann").map((one) => one.bundle.ecdh);
  expect(new Set(halves).size).toBe(halves.length);
});

test("a page that was loaded anew within the same stay agrees anew", async () => {
  const [ann] = await pair();
  const before = ann.keys?.epoch;
  const account = rooms.accounts.get("bo")?.[0];
  if (account === undefined) throw new Error("no account");
  const again = new Side("bo", account, rooms);
  rooms.sides.set("bo", again);
  rooms.tell();
  await becomes(again, "secure");
  await vi.waitFor(() => {
    expect(ann.keys?.epoch).toBe(again.keys?.epoch);
  });
  expect(ann.keys?.epoch).not.toBe(before);
});

test("a bundle of a key that the account doesn't have is refused, and no media flows", async () => {
  const ann = await rooms.join("ann");
  rooms.accounts.set("bo", [await makeAccountKey()]);
  const impostor = await rooms.join("bo", await makeAccountKey());
  await becomes(ann, "untrusted");
  expect(ann.keys).toBeNull();
  expect(ann.state.reason).toContain("BO");
  rooms.leave("bo");
  await becomes(ann, "alone");
  expect(impostor.statuses).not.toContain("alone");
});

test("a bundle that was changed on its way is refused", async () => {
  const changed = (text: string) => (text.startsWith("A") ? "B" : "A") + text.slice(1);
  rooms.tamper = (from, bundle) => (from === "bo" ? { ...bundle, nonce: changed(bundle.nonce) } : bundle);
  const ann = await rooms.join("ann");
  await rooms.join("bo");
  await becomes(ann, "untrusted");
  expect(ann.keys).toBeNull();
});

test("an older bundle of the same person that is played again is refused", async () => {
  const [ann] = await pair();
  const old = rooms.said.filter((one) => one.from === "bo").at(-1)?.bundle ?? null;
  rooms.leave("bo");
  const bo = await rooms.join("bo");
  await Promise.all([becomes(ann, "secure"), becomes(bo, "secure")]);
  rooms.put("bo", old);
  await becomes(ann, "untrusted");
  expect(ann.keys).toBeNull();
});

test("the half of before is not taken again after somebody came or went: a new one is waited for", async () => {
  const [ann] = await pair();
  const old = rooms.said.filter((one) => one.from === "bo").at(-1)?.bundle;
  if (old === undefined) throw new Error("no half");
  rooms.leave("bo");
  await becomes(ann, "alone");
  const told = ann.statuses.length;
  rooms.tamper = (from, bundle) => (from === "bo" ? old : bundle);
  await rooms.join("bo");
  await becomes(ann, "agreeing");
  await vi.waitFor(() => {
    expect(rooms.people.every((one) => one.key !== null)).toBe(true);
  });
  rooms.tell();
  rooms.tamper = (_, bundle) => bundle;
  expect(ann.keys).toBeNull();
  expect(ann.statuses.slice(told)).toEqual(["agreeing"]);
});

test("somebody else with a good key of an own account is not taken for the one whom the session is with", async () => {
  const ann = await rooms.join("ann");
  await rooms.join("eve");
  await becomes(ann, "untrusted");
  expect(ann.keys).toBeNull();
  expect(ann.state.reason).toContain("EVE");
  expect(ann.statuses).not.toContain("secure");
});

test("a third person in the room ends the privacy and the media", async () => {
  const [ann, bo] = await pair();
  rooms.people = [...rooms.people, person("cy", { joinedAt: 9 })];
  rooms.tell();
  await Promise.all([becomes(ann, "untrusted"), becomes(bo, "untrusted")]);
  expect([ann.keys, bo.keys]).toEqual([null, null]);
});

test("when the keys of the other can't be looked up it says so, and a second try can succeed", async () => {
  let reachable = false;
  const account = await makeAccountKey();
  const ann = await rooms.join("ann");
  ann.exchange.close();
  const keysOf = () =>
    reachable ? Promise.resolve(rooms.accounts.get("bo") ?? []) : Promise.reject(new Error("We can't reach NEUFIT."));
  const failing = new KeyExchange({
    meeting: "m1",
    me: "ann",
    account,
    keysOf,
    people: () => Promise.resolve(["ann", "bo"]),
    publish: (bundle) => {
      rooms.publish("ann", bundle);
      return Promise.resolve();
    },
    install: () => undefined,
    now: () => rooms.now(),
    changed: () => undefined,
  });
  rooms.accounts.set("ann", [account]);
  rooms.sides.set("ann", Object.assign(ann, { exchange: failing }));
  await rooms.join("bo");
  await vi.waitFor(() => {
    expect(failing.state()).toMatchObject({ status: "failed", reason: "We can't reach NEUFIT." });
  });
  reachable = true;
  failing.retry();
  await vi.waitFor(() => {
    expect(failing.state().status).toBe("secure");
  });
});

import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Fate, type Link, pauseBefore, type Phase, Reconnecting } from "./reconnecting";

class FakeLink implements Link {
  goodbye: boolean | null = null;
  readonly fate: Fate;

  constructor(fate: Fate) {
    this.fate = fate;
  }

  drop(goodbye: boolean): void {
    this.goodbye = goodbye;
  }
}

const FAILURE = { code: "over", title: "Over", detail: "It is over.", again: false };
let links: FakeLink[];
let attempts: number[];
let phases: Phase[];
let open: (fate: Fate) => FakeLink | null;
let connection: Reconnecting<string, FakeLink>;

beforeEach(() => {
  vi.useFakeTimers();
  links = [];
  attempts = [];
  phases = [];
  open = (fate) => new FakeLink(fate);
  connection = new Reconnecting<string, FakeLink>({
    grant: () => Promise.resolve("ticket"),
    dial: (_ticket, attempt, fate) => {
      attempts.push(attempt);
      const link = open(fate);
      if (link !== null) links.push(link);
      return link;
    },
    reactionTo: (code) =>
      code === 4404 ? { act: "give-up", failure: FAILURE } : code === 4401 ? { act: "limited", tries: 1, failure: FAILURE } : { act: "back-off" },
    pauses: { ms: [0, 1000], least: 0.5 },
    phase: (phase) => phases.push(phase),
    chance: () => 0,
  });
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("pauses grow as given, the last one stays, and chance keeps each within its bounds", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(10_000), { minLength: 1 }),
      fc.double({ min: 0.1, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (ms, least, attempt, chance) => {
        const whole = ms[Math.min(attempt, ms.length) - 1] ?? 0;
        const pause = pauseBefore({ ms, least }, attempt, chance);
        expect(pause).toBeGreaterThanOrEqual(whole * least);
        expect(pause).toBeLessThanOrEqual(whole * (least + 0.5));
      },
    ),
  );
});

test("what a link that was let go still tells changes nothing", async () => {
  connection.connect();
  await after(0);
  const [first] = links;
  first?.fate.lost(1006);
  await after(0);
  expect(links).toHaveLength(2);
  expect(first?.goodbye).toBe(false);
  expect(first?.fate.open()).toBe(false);
  first?.fate.proven();
  first?.fate.lost(4404);
  expect(connection.link).toBe(links[1]);
  expect(phases).toEqual(["connecting", "reconnecting"]);
});

test("a limit of tries is of one code in a row, and begins anew with a link that was proven", async () => {
  connection.connect();
  for (const [code, proven] of [[4401, false], [1006, false], [4401, false], [4401, true], [4401, false]] as const) {
    await after(1000);
    expect(connection.closed).toBe(false);
    if (proven) links.at(-1)?.fate.proven();
    links.at(-1)?.fate.lost(code);
  }
  expect(connection.closed).toBe(true);
  expect(links).toHaveLength(5);
});

test("where no socket can be opened, or no relay is named, the next try follows after a pause", async () => {
  const refuse: (typeof open)[] = [
    () => {
      throw new DOMException("insecure", "SecurityError");
    },
    () => null,
  ];
  const works = open;
  open = (fate) => (refuse.shift() ?? works)(fate);
  connection.connect();
  await after(0);
  await after(499);
  expect(attempts).toEqual([0, 1]);
  await after(1);
  expect(attempts).toEqual([0, 1, 2]);
  expect(links.at(-1)?.fate.open()).toBe(true);
  expect(phases.at(-1)).toBe("open");
});

test("closing while a grant is asked for opens nothing", async () => {
  connection.connect();
  connection.close();
  await after(5000);
  expect(links).toHaveLength(0);
  expect(phases).toEqual(["connecting", "closed"]);
});

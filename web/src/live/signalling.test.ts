import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Failure, Refusal } from "../socket/closing";
import { FakeSocket } from "../socket/fakes";
import type { Phase } from "../socket/reconnecting";
import { LogClock } from "./clock";
import { CommandRefused } from "./commands";
import { welcomeOnWire } from "./fakes";
import type { Action, Welcome } from "./protocol";
import { type Listener, OfferLost, type Told } from "./link";
import { type Grant, Signalling } from "./signalling";

class Person implements Listener {
  known = { after: 0, log: "" };
  readonly phases: Phase[] = [];
  readonly heard: (Welcome | Told)[] = [];
  failure: Failure | null = null;

  standing() {
    return this.known;
  }
  welcome(message: Welcome) {
    this.heard.push(message);
  }
  told(message: Told) {
    this.heard.push(message);
  }
  phase(phase: Phase, failure: Failure | null) {
    this.phases.push(phase);
    this.failure = failure;
  }
}

let person: Person;
let sockets: { url: string; socket: FakeSocket }[];
let grants: number;
let grant: () => Promise<Grant>;
let signalling: Signalling;
let clock: LogClock;

beforeEach(() => {
  vi.useFakeTimers();
  person = new Person();
  sockets = [];
  grants = 0;
  grant = () => Promise.resolve({ relays: [{ websocketUrl: "ws://one.test/", ticket: `t${grants}` }] });
  clock = new LogClock(() => performance.now());
  signalling = new Signalling(person, {
    grant: () => {
      grants += 1;
      return grant();
    },
    clock,
    open: (url) => {
      const socket = new FakeSocket();
      sockets.push({ url, socket });
      return socket;
    },
    chance: () => 0.5,
  });
});

afterEach(() => {
  signalling.close();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

const socket = () => {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error("no socket was opened");
  return last.socket;
};

/** Give a command whose outcome the test does not look at. */
const give = (action: Action) => {
  signalling.command(action).catch(() => undefined);
};

async function joined(fields: Record<string, unknown> = {}): Promise<FakeSocket> {
  signalling.connect();
  await settle();
  socket().open();
  socket().tell(welcomeOnWire(fields));
  await settle();
  return socket();
}

test("hello has the ticket and what is known of the log, and the welcome opens", async () => {
  person.known = { after: 12, log: "l1" };
  const relay = await joined();
  expect(relay.said[0]).toEqual({ type: "hello", ticket: "t1", after: 12, log: "l1" });
  expect(person.phases).toEqual(["connecting", "open"]);
  expect(person.heard[0]).toMatchObject({ type: "welcome", participant: "zoe" });
});

test("before the welcome nothing but hello is said; commands that were given wait and are numbered after the last one", async () => {
  const raised = signalling.command({ kind: "hand", raised: true });
  await expect(raised).rejects.toThrow(CommandRefused); // nobody has joined yet
  signalling.connect();
  give({ kind: "hand", raised: true });
  await settle();
  socket().open();
  expect(socket().said.map((message) => message.type)).toEqual(["hello"]);
  socket().tell(welcomeOnWire({ number: 41 }));
  expect(socket().of("command")).toEqual([{ type: "command", number: 42, action: { kind: "hand", raised: true } }]);
});

test("a command resolves when it is applied and rejects with the relay's words when it is refused", async () => {
  const relay = await joined();
  const first = signalling.command({ kind: "hand", raised: true });
  const second = signalling.command({ kind: "end" });
  relay.tell({ type: "refused", number: 2, code: "forbidden", detail: "Only the trainer can end a class." });
  relay.tell({ type: "applied", number: 1, seq: 6 });
  await expect(first).resolves.toBeUndefined();
  await expect(second).rejects.toThrow("Only the trainer can end a class.");
});

test("after a lost connection what was not applied is said again in order, with its old number", async () => {
  const relay = await joined();
  const kept: Promise<void>[] = [
    signalling.command({ kind: "chat", text: "one" }),
    signalling.command({ kind: "chat", text: "two" }),
    signalling.command({ kind: "chat", text: "three" }),
  ];
  relay.lose(1006);
  kept.push(signalling.command({ kind: "chat", text: "four" }));
  await settle();
  expect(grants).toBe(2);
  socket().open();
  // The first had been applied before the connection went; its answer was lost.
  socket().tell(welcomeOnWire({ number: 1 }));
  expect(socket().of("command").map((command) => command.number)).toEqual([2, 3, 4]);
  for (const number of [2, 3, 4]) socket().tell({ type: "applied", number, seq: 10 + number });
  await expect(Promise.all(kept)).resolves.toHaveLength(4);
});

test("a command that stays unanswered is said again, and all that wait with it, so that none overtakes another", async () => {
  const relay = await joined();
  give({ kind: "chat", text: "one" });
  await vi.advanceTimersByTimeAsync(3000);
  give({ kind: "chat", text: "two" });
  relay.said.length = 0;
  await vi.advanceTimersByTimeAsync(1500);
  expect(relay.of("command").map((command) => command.number)).toEqual([1, 2]);
});

test("what the room's log could not take now is said again until it does", async () => {
  const relay = await joined();
  const outcome = signalling.command({ kind: "hand", raised: true });
  relay.tell({ type: "refused", number: 1, code: "unavailable", detail: "The room does not answer." });
  await vi.advanceTimersByTimeAsync(5000);
  expect(relay.of("command").map((command) => command.number)).toEqual([1, 1]);
  relay.tell({ type: "applied", number: 1, seq: 6 });
  await expect(outcome).resolves.toBeUndefined();
});

test("a socket that is given up is no goodbye, leaving is", async () => {
  const relay = await joined();
  signalling.interrupt();
  expect(relay.closedWith).toBe(4000);
  await settle();
  const next = socket();
  signalling.close();
  expect(next.closedWith).toBe(1000);
});

test("commands end with the session", async () => {
  await joined();
  const waiting = signalling.command({ kind: "hand", raised: true });
  signalling.close();
  await expect(waiting).rejects.toMatchObject({ code: "closed" });
});

test("it tries again at once, then after 0.3, 1.2, 2.7, 4.8 and at most 7 s, each time with a new ticket", async () => {
  await joined();
  grant = () => Promise.reject(new TypeError("offline"));
  socket().lose(1006);
  await settle();
  expect(grants).toBe(2);
  for (const wait of [300, 1200, 2700, 4800, 7000, 7000]) {
    const before = grants;
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(grants).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(grants).toBe(before + 1);
  }
  expect(person.phases.at(-1)).toBe("reconnecting");
});

test("when one relay is lost the next one is tried", async () => {
  grant = () =>
    Promise.resolve({
      relays: [
        { websocketUrl: "ws://one.test/", ticket: "a" },
        { websocketUrl: "ws://two.test/", ticket: "b" },
      ],
    });
  await joined();
  socket().lose(1006);
  await settle();
  expect(sockets.map((one) => one.url)).toEqual(["ws://one.test/", "ws://two.test/"]);
});

test.each([
  [4400, "protocol", true],
  [4403, "removed", false],
  [4404, "over", false],
  [4409, "superseded", true],
  [4410, "ended", false],
])("close code %i ends the session and says why", async (code, reason, again) => {
  const relay = await joined();
  relay.lose(code);
  expect(person.phases.at(-1)).toBe("closed");
  expect(person.failure).toMatchObject({ code: reason, again });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
});

test("a refused ticket is worth one more try", async () => {
  signalling.connect();
  await settle();
  socket().lose(4401);
  await vi.advanceTimersByTimeAsync(1000);
  expect(sockets).toHaveLength(2);
  socket().lose(4401);
  expect(person.failure?.code).toBe("refused");
});

test("what the API refuses for good ends it in the API's words", async () => {
  const failure: Failure = { code: "not-found", title: "No such meeting", detail: "It was cancelled.", again: false };
  grant = () => Promise.reject(new Refusal(failure));
  signalling.connect();
  await settle();
  expect(person.failure).toBe(failure);
});

test("a relay that keeps silent is given up, one that answers pings is not", async () => {
  const relay = await joined();
  for (let i = 0; i < 20; i += 1) {
    await vi.advanceTimersByTimeAsync(1000);
    const ping = relay.of("ping").at(-1);
    relay.tell({ type: "pong", sent: ping?.sent ?? 0, received: 1, replied: 1 });
  }
  expect(sockets).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sockets).toHaveLength(2);
  expect(person.phases.at(-1)).toBe("reconnecting");
});

test("pongs set the clock", async () => {
  const relay = await joined();
  const ping = relay.of("ping")[0];
  const sent = Number(ping?.sent);
  await vi.advanceTimersByTimeAsync(100);
  relay.tell({ type: "pong", sent, received: sent + 50 + 9000, replied: sent + 50 + 9000 });
  expect(clock.offset).toBeCloseTo(9000, 6);
});

test("an offer is answered by its number, and lost with its socket", async () => {
  const relay = await joined();
  const [first, second] = [signalling.offer("v=0 one"), signalling.offer("v=0 two")];
  expect(relay.of("offer")).toEqual([
    { type: "offer", number: 1, sdp: "v=0 one" },
    { type: "offer", number: 2, sdp: "v=0 two" },
  ]);
  relay.tell({ type: "answer", number: 2, sdp: "answer two" });
  await expect(second).resolves.toBe("answer two");
  relay.lose(1006);
  await expect(first).rejects.toThrow(OfferLost);
  await expect(signalling.offer("v=0")).rejects.toThrow(OfferLost);
});

test("what breaks the protocol ends the session with words for the person", async () => {
  const relay = await joined();
  relay.tell({ type: "event", seq: "first" });
  expect(person.failure?.code).toBe("protocol");
});

test("messages of a socket that was let go are not heard", async () => {
  const relay = await joined();
  relay.lose(1006);
  relay.tell({ type: "speaker", participants: ["ann"] });
  expect(person.heard.map((message) => message.type)).toEqual(["welcome"]);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Failure, Refusal } from "../socket/closing";
import type { Phase } from "../socket/reconnecting";
import type { Progress } from "./acknowledgement";
import { Connection, type Grant, type Receiver } from "./connection";
import { MediaSocket, READY } from "./fakes";
import type { Piece, Ready } from "./protocol";

class Viewer implements Receiver {
  position = 0;
  rendition = "auto";
  throughput: number | null = null;
  standing: Progress = { buffered: 0, paused: false };
  wants = true;
  readonly phases: Phase[] = [];
  readonly pieces: Piece[] = [];
  readonly heard: { type: string }[] = [];
  failure: Failure | null = null;

  begin() {
    const measured = this.throughput === null ? {} : { throughput: this.throughput };
    return { position: this.position, rendition: this.rendition, ...measured };
  }
  progress() {
    return this.standing;
  }
  hungry() {
    return this.wants;
  }
  ready(message: Ready) {
    this.heard.push(message);
  }
  told(message: { type: string }) {
    this.heard.push(message);
  }
  piece(piece: Piece) {
    this.pieces.push(piece);
  }
  phase(phase: Phase, failure: Failure | null) {
    this.phases.push(phase);
    this.failure = failure;
  }
}

let viewer: Viewer;
let sockets: MediaSocket[];
let families: (string | null)[];
let grant: () => Promise<Grant>;
let connection: Connection;

const socket = () => {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error("no socket was opened");
  return last;
};

beforeEach(() => {
  vi.useFakeTimers();
  viewer = new Viewer();
  sockets = [];
  families = [];
  grant = () => Promise.resolve({ websocketUrl: "ws://relay.test/", ticket: `t${families.length}`, family: "f" });
  connection = new Connection(viewer, {
    grant: (family) => {
      families.push(family);
      return grant();
    },
    open: () => {
      const opened = new MediaSocket();
      sockets.push(opened);
      return opened;
    },
    chance: () => 1,
  });
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
});

/** Let what was promised happen, without letting time pass. */
const settle = () => vi.advanceTimersByTimeAsync(0);

async function connected(): Promise<MediaSocket> {
  connection.connect();
  await settle();
  socket().open();
  socket().tell(READY);
  return socket();
}

test("the ticket goes into the first message, with the position and the rendition, and ready is acknowledged", async () => {
  viewer.position = 12_000;
  viewer.rendition = "v360";
  const relay = await connected();
  expect(relay.said[0]).toEqual({ type: "hello", ticket: "t1", position: 12_000, rendition: "v360", buffered: 0 });
  expect(relay.said[1]).toMatchObject({ type: "ack", received: 0 });
  expect(viewer.phases).toEqual(["connecting", "open"]);
});

test("received counts every payload byte, those of stale epochs too, and never goes back", async () => {
  const relay = await connected();
  relay.piece({ segment: 0 });
  connection.seek(40_000);
  relay.piece({ segment: 1, epoch: 0, bytes: 500 });
  relay.tell({ type: "sought", epoch: 1, segment: 10, position: 40_000 });
  relay.piece({ segment: 10, epoch: 1, bytes: 200 });
  await vi.advanceTimersByTimeAsync(150);
  expect(viewer.pieces.map((piece) => piece.segment)).toEqual([0, 10]);
  const received = relay.of("ack").map((ack) => Number(ack.received));
  expect(received.at(-1)).toBe(1700);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
});

test("pieces that come close together share an ack, and a full window is not kept waiting", async () => {
  const relay = await connected();
  await vi.advanceTimersByTimeAsync(200);
  relay.said.length = 0;
  relay.piece({ segment: 0, bytes: 1000 }); // long since the last: at once
  for (let i = 0; i < 5; i += 1) relay.piece({ segment: 0, bytes: 1000 });
  expect(relay.of("ack")).toHaveLength(1);
  relay.piece({ segment: 0, bytes: 64 * 1024 });
  await vi.advanceTimersByTimeAsync(25);
  expect(relay.of("ack").map((ack) => ack.received)).toEqual([1000, 6000 + 64 * 1024]);
});

test("a flood of pieces is acknowledged at most 41 times a second", async () => {
  const relay = await connected();
  relay.said.length = 0;
  for (let i = 0; i < 1000; i += 1) {
    relay.piece({ segment: 0, bytes: 64 * 1024 });
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(relay.of("ack").length).toBeLessThanOrEqual(41);
  expect(relay.of("ack").length).toBeGreaterThanOrEqual(30);
});

test("while playing the relay hears every second how much is ahead; while paused with nothing new it hears nothing", async () => {
  const relay = await connected();
  viewer.standing = { buffered: 9000, paused: false };
  relay.said.length = 0;
  await vi.advanceTimersByTimeAsync(3000);
  expect(relay.of("ack")).toHaveLength(3);
  expect(relay.of("ack").at(-1)).toMatchObject({ buffered: 9000, paused: false });
  viewer.standing = { buffered: 9000, paused: true };
  viewer.wants = false;
  relay.said.length = 0;
  await vi.advanceTimersByTimeAsync(3000);
  expect(relay.of("ack")).toHaveLength(0);
});

test("seeks in quick succession are sent ten times a second, the last one for certain, with growing epochs", async () => {
  const relay = await connected();
  for (let i = 1; i <= 30; i += 1) {
    connection.seek(i * 1000);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(100);
  const seeks = relay.of("seek");
  expect(seeks.length).toBeLessThanOrEqual(5);
  expect(seeks.at(-1)).toMatchObject({ position: 30_000, epoch: 30 });
  const epochs = seeks.map((seek) => Number(seek.epoch));
  expect(epochs).toEqual([...new Set(epochs)].toSorted((a, b) => a - b));
});

test("what the relay said about an older epoch is not passed on", async () => {
  const relay = await connected();
  connection.seek(40_000);
  relay.tell({ type: "switched", rendition: "v360", segment: 3, why: "down" });
  relay.tell({ type: "end", epoch: 0 });
  relay.tell({ type: "sought", epoch: 1, segment: 10, position: 40_000 });
  relay.tell({ type: "end", epoch: 1 });
  expect(viewer.heard.map((message) => message.type)).toEqual(["ready", "sought", "end"]);
});

test("a lost connection is taken up at once with a new ticket of the same family, from where the player is", async () => {
  const relay = await connected();
  relay.piece({ segment: 0 });
  viewer.position = 20_000;
  viewer.throughput = 4_000_000;
  viewer.standing = { buffered: 11_999.6, paused: false };
  relay.lose(1006);
  await settle();
  socket().open();
  expect(families).toEqual([null, "f"]);
  const hello = { type: "hello", position: 20_000, ticket: "t2", buffered: 12_000, throughput: 4_000_000 };
  expect(socket().said[0]).toMatchObject(hello);
  expect(viewer.phases).toEqual(["connecting", "open", "reconnecting"]);
});

test("tries that fail in a row come slower and slower, at most ten seconds apart", async () => {
  const relay = await connected();
  grant = () => Promise.reject(new TypeError("no network"));
  relay.lose(1006);
  await vi.advanceTimersByTimeAsync(60_000);
  // at once, then after 0.5, 1, 2, 4, 8, 10, 10, 10, 10 s
  expect(families).toHaveLength(1 + 10);
});

test("a connection that brings media sets the pauses back", async () => {
  const relay = await connected();
  grant = () => Promise.reject(new TypeError("no network"));
  relay.lose(1006);
  await vi.advanceTimersByTimeAsync(3600);
  grant = () => Promise.resolve({ websocketUrl: "ws://relay.test/", ticket: "t", family: "f" });
  connection.connect();
  await settle();
  socket().open();
  socket().tell(READY);
  socket().piece({ segment: 5 });
  const before = families.length;
  socket().lose(1006);
  await settle();
  expect(families.length).toBe(before + 1);
});

test("a relay that restarts is asked again at once", async () => {
  (await connected()).lose(1012);
  await settle();
  expect(sockets).toHaveLength(2);
});

test("a refused ticket is worth one new one, not two", async () => {
  connection.connect();
  await settle();
  socket().lose(4401);
  await settle();
  expect(sockets).toHaveLength(2);
  socket().lose(4401);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(2);
  expect(viewer.failure?.code).toBe("refused");
});

test.each([
  [4404, "gone"],
  [4409, "superseded"],
  [4400, "protocol"],
])("after %i nothing is tried and the viewer is told: %s", async (code, failure) => {
  (await connected()).lose(code);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
  expect(viewer.phases.at(-1)).toBe("closed");
  expect(viewer.failure?.code).toBe(failure);
});

test("a video that can't be read is tried five times before the viewer is told", async () => {
  connection.connect();
  for (let i = 0; i < 20; i += 1) {
    await vi.advanceTimersByTimeAsync(10_000);
    const last = socket();
    if (!last.closed) last.lose(4503);
  }
  expect(sockets).toHaveLength(6);
  expect(viewer.failure?.code).toBe("unavailable");
});

test("when the API will not grant a ticket the viewer is told why, and nothing is tried", async () => {
  const failure = { code: "gone", title: "Gone", detail: "It was taken away.", again: false };
  grant = () => Promise.reject(new Refusal(failure));
  connection.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(families).toHaveLength(1);
  expect(viewer.failure).toEqual(failure);
});

test("a network that died silently is noticed while media is wanted, and left alone while it is not", async () => {
  const relay = await connected();
  viewer.wants = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
  viewer.wants = true;
  await vi.advanceTimersByTimeAsync(14_000);
  expect(sockets).toHaveLength(2);
  expect(relay.closed).toBe(true);
});

test("a relay that never greets is given up after ten seconds", async () => {
  connection.connect();
  await settle();
  socket().open();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(sockets.length).toBeGreaterThanOrEqual(2);
});

test("a frame that breaks the protocol ends it, with words for the viewer", async () => {
  const relay = await connected();
  relay.onmessage?.(new MessageEvent("message", { data: new ArrayBuffer(3) }));
  expect(viewer.failure?.code).toBe("protocol");
  expect(relay.closed).toBe(true);
});

test("a rendition that was chosen between hello and ready is said right after ready", async () => {
  connection.connect();
  await settle();
  socket().open();
  viewer.rendition = "v720";
  connection.choose("v720");
  expect(socket().of("quality")).toHaveLength(0);
  socket().tell(READY);
  expect(socket().of("quality")).toEqual([{ type: "quality", rendition: "v720" }]);
});

test("after close nothing is heard or tried any more", async () => {
  const relay = await connected();
  connection.close();
  expect(relay.closed).toBe(true);
  expect(relay.onmessage).toBeNull();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sockets).toHaveLength(1);
});

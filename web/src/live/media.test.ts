import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakePeer, FakeTrack } from "./fakes";
import { MediaConnection } from "./media";
import type { Slots } from "./protocol";
import { OfferLost } from "./link";

let peers: FakePeer[];
let answer: (sdp: string) => Promise<string>;
let media: MediaConnection;

const TERMS = { publishes: ["camera", "microphone"], slots: { audio: 1, video: 2 }, media: false } as const;

beforeEach(() => {
  vi.useFakeTimers();
  peers = [];
  answer = () => Promise.resolve("answer");
  media = new MediaConnection({
    offer: (sdp) => answer(sdp),
    changed: () => undefined,
    open: (options) => {
      const peer = new FakePeer(options);
      peers.push(peer);
      return peer;
    },
  });
});

afterEach(() => {
  media.close();
  vi.useRealTimers();
});

const peer = () => {
  const last = peers.at(-1);
  if (last === undefined) throw new Error("no peer was opened");
  return last;
};

const seats = (...people: (string | null)[]): Slots => ({
  type: "slots",
  video: people.map((participant, i) => ({ mid: `v${i}`, participant, layer: "S2T2", paused: false })),
  audio: [],
  tiles: people.length,
  next: null,
});

async function connected(): Promise<FakePeer> {
  media.welcome(TERMS);
  await vi.advanceTimersByTimeAsync(0);
  peer().become("connected");
  return peer();
}

test("a welcome opens a peer with the slots that were granted, and offers", async () => {
  await connected();
  expect(peer().options).toMatchObject({ publishes: ["camera", "microphone"], slots: { audio: 1, video: 2 } });
  expect(peer().offers).toEqual([{ restart: false }]);
  expect(media.state).toBe("connected");
});

test("people come and go without any negotiation, and a slot keeps its stream", async () => {
  const { offers } = await connected();
  media.seat(seats("ann", null));
  const stream = media.incoming().seats.get("ann")?.stream;
  expect(stream).toBeDefined();
  media.seat(seats("bo", "ann"));
  expect(media.incoming().seats.get("bo")?.stream).toBe(stream);
  media.seat(seats(null, null));
  expect(media.incoming().seats.size).toBe(0);
  expect(media.incoming().sounds).toHaveLength(1);
  expect(offers).toHaveLength(1);
});

test("tracks are replaced in place, and a new peer gets those of the old one", async () => {
  const [one, other] = [new FakeTrack("video").track, new FakeTrack("video").track];
  media.send("camera", one);
  await connected();
  expect(peer().sent.get("camera")).toBe(one);
  media.send("camera", other);
  expect(peer().sent.get("camera")).toBe(other);
  expect(peer().offers).toHaveLength(1);
  peer().become("failed");
  await vi.advanceTimersByTimeAsync(500);
  expect(peers).toHaveLength(2);
  expect(peer().sent.get("camera")).toBe(other);
});

test("an interruption may mend itself; after a second a new path is looked for on the same peer", async () => {
  await connected();
  peer().become("interrupted");
  await vi.advanceTimersByTimeAsync(900);
  peer().become("connected");
  await vi.advanceTimersByTimeAsync(2000);
  expect(peer().offers).toHaveLength(1);
  peer().become("interrupted");
  await vi.advanceTimersByTimeAsync(1000);
  expect(peer().offers).toEqual([{ restart: false }, { restart: true }]);
  expect(peers).toHaveLength(1);
});

test("another network is an ICE restart at once", async () => {
  await connected();
  media.networkChanged();
  expect(peer().offers.at(-1)).toEqual({ restart: true });
});

test("a peer that does not connect in time makes way for another, with growing pauses", async () => {
  media.welcome(TERMS);
  await vi.advanceTimersByTimeAsync(10_000 + 499);
  expect(peers).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(peers.map((one) => one.closed)).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(10_000 + 999);
  expect(peers).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(peers).toHaveLength(3);
});

test("after a lost conversation a living connection stays as it is when the relay still has it", async () => {
  await connected();
  media.offline();
  media.welcome({ ...TERMS, media: true });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(peers).toHaveLength(1);
  expect(peer().offers).toHaveLength(1);
});

test("one that is interrupted as well is restarted, and one that the relay doesn't have any more is made anew", async () => {
  await connected();
  media.offline();
  peer().become("interrupted");
  media.welcome({ ...TERMS, media: true });
  expect(peer().offers.at(-1)).toEqual({ restart: true });
  media.offline();
  media.welcome(TERMS);
  expect(peers).toHaveLength(2);
  expect(peers[0]?.closed).toBe(true);
});

test("an offer that is lost with the conversation waits for the next welcome", async () => {
  answer = () => Promise.reject(new OfferLost("gone"));
  media.welcome(TERMS);
  media.offline();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(peers).toHaveLength(1);
  answer = () => Promise.resolve("answer");
  media.welcome(TERMS);
  expect(peers).toHaveLength(2);
});

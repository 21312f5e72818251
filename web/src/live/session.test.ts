import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket } from "../socket/fakes";
import type { Cipher } from "./confidentiality";
import { type AccountKey, makeAccountKey } from "./encryption/account-key";
import { makeHalf } from "./encryption/agreement";
import type { FrameKeys } from "./encryption/agreement";
import { FakePeer, FakeTrack, personOnWire, roomOnWire, welcomeOnWire } from "./fakes";
import { LocalMedia } from "./local-media";
import type { LiveService } from "./service";
import { LiveSession, type LiveSessionOptions } from "./session";

const ME = { participant: "zoe", name: "ZOE" };

let sockets: FakeSocket[];
let peers: FakePeer[];
let tracks: FakeTrack[];
let local: LocalMedia;
let session: LiveSession;
let service: LiveService;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  peers = [];
  tracks = [];
  local = new LocalMedia((source) => {
    const track = new FakeTrack(source);
    tracks.push(track);
    return Promise.resolve(track.track);
  });
  service = {
    grant: () => Promise.resolve({ relays: [{ websocketUrl: "ws://relay.test/", ticket: "t" }] }),
    accountKey: () => Promise.reject(new Error("not needed here")),
    keysOf: () => Promise.resolve([]),
    people: () => Promise.resolve(["host", "zoe"]),
  };
});

afterEach(() => {
  session.leave();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);

const socket = () => {
  const last = sockets.at(-1);
  if (last === undefined) throw new Error("no socket was opened");
  return last;
};

const withMe = (fields: Record<string, unknown> = {}) =>
  roomOnWire({ participants: [personOnWire("host", { role: "host" }), personOnWire("zoe", { ...ME, ...fields })] });

function start(options: Partial<LiveSessionOptions>): void {
  session = new LiveSession({
    meetingId: "m1",
    me: "zoe",
    kind: "group_class",
    sharing: null,
    service,
    local,
    signalling: {
      open: () => {
        const opened = new FakeSocket();
        sockets.push(opened);
        return opened;
      },
      chance: () => 0,
    },
    peer: (peer) => {
      const opened = new FakePeer(peer);
      peers.push(opened);
      return opened;
    },
    ...options,
  });
}

async function joining(options: Partial<LiveSessionOptions> = {}): Promise<void> {
  start(options);
  await settle();
}

async function live(welcome: Record<string, unknown> = {}, options: Partial<LiveSessionOptions> = {}): Promise<FakeSocket> {
  await joining(options);
  socket().open();
  socket().tell(welcomeOnWire({ snapshot: withMe(), ...welcome }));
  await settle();
  return socket();
}

const actions = () => socket().of("command").map((command) => command.action);

const answered = () => {
  for (const { number } of socket().of("command")) socket().tell({ type: "applied", number, seq: 99 });
};

test("from joining to live: the room, who we are, and a peer with what was granted", async () => {
  await joining();
  expect(session.snapshot().state).toBe("joining");
  socket().open();
  socket().tell(welcomeOnWire({ snapshot: withMe() }));
  await settle();
  expect(session.snapshot()).toMatchObject({
    state: "live",
    self: { id: "zoe", role: "customer", moderates: false },
    room: { meeting: "m1" },
    encryption: null,
  });
  expect(peers[0]?.options.slots).toEqual({ audio: 2, video: 3 });
  expect(socket().of("offer")).toHaveLength(1);
});

test("listeners get a new snapshot with each change, and the old one stays as it was", async () => {
  const relay = await live();
  const before = session.snapshot();
  const heard = vi.fn();
  session.subscribe(heard);
  relay.tell({ type: "speaker", participants: ["host"] });
  expect(heard).toHaveBeenCalledTimes(1);
  expect([before.speaking, session.snapshot().speaking]).toEqual([[], ["host"]]);
});

test("what was switched on in the lobby is sent, and the room is told", async () => {
  await local.set("microphone", true);
  await local.set("camera", true);
  await live();
  expect(actions()).toEqual([{ kind: "set_media", camera: true, microphone: true }]);
  expect([...(peers[0]?.sent.keys() ?? [])].toSorted()).toEqual(["camera", "microphone"]);
});

test("what is switched later is said once, and what may not be published is neither said nor sent", async () => {
  await live({ publishes: ["microphone"] });
  await local.set("microphone", true);
  await local.set("camera", true);
  expect(actions()).toEqual([{ kind: "set_media", microphone: true }]);
  expect(peers[0]?.sent.has("camera")).toBe(false);
});

test("the host mutes us: our microphone is off, and only we switch it on again", async () => {
  await local.set("microphone", true);
  const relay = await live();
  const muted = personOnWire("zoe", { ...ME, microphone: false, muted_by_host: true });
  relay.tell({ type: "event", seq: 6, time: 1, participant: "host", event: { kind: "changed", participant: muted } });
  expect(local.devices().microphone.state).toBe("off");
  expect(actions()).toHaveLength(1); // the room knows already
  await local.set("microphone", true);
  expect(actions().at(-1)).toEqual({ kind: "set_media", microphone: true });
});

test("what the system takes is off for the others", async () => {
  await local.set("camera", true);
  await live();
  tracks[0]?.end();
  expect(actions().at(-1)).toEqual({ kind: "set_media", camera: false });
});

test("who shall see us is said once, when the room has it otherwise", async () => {
  await live({}, { sharing: "trainer" });
  expect(actions()).toEqual([{ kind: "share", scope: "trainer" }]);
  answered();
  socket().lose(1006);
  await vi.advanceTimersByTimeAsync(1000);
  socket().open();
  socket().tell(welcomeOnWire({ snapshot: withMe(), number: 1, media: true }));
  expect(actions()).toEqual([]);
});

test("while reconnecting the room stays in sight; afterwards events go on where they were", async () => {
  const relay = await live();
  relay.lose(1006);
  expect(session.snapshot()).toMatchObject({ state: "reconnecting", room: { meeting: "m1" } });
  await vi.advanceTimersByTimeAsync(1000);
  socket().open();
  expect(socket().said[0]).toMatchObject({ type: "hello", after: 5, log: "l1" });
  peers[0]?.become("connected");
  socket().tell(welcomeOnWire({ snapshot: null, media: true }));
  socket().tell({ type: "event", seq: 6, time: 1, participant: null, event: { kind: "moderation", chat_on: false, sharing_on: true, steering_on: false } });
  await settle();
  expect(session.snapshot()).toMatchObject({ state: "live", room: { chatOn: false } });
  expect(peers).toHaveLength(1);
});

test("coming in again asks for a new ticket at once and leaves media as it is", async () => {
  await live();
  peers[0]?.become("connected");
  session.renew();
  await settle();
  expect(sockets).toHaveLength(2);
  socket().open();
  expect(socket().said[0]).toMatchObject({ after: 5, log: session.log });
  socket().tell(welcomeOnWire({ snapshot: null, media: true }));
  expect(session.snapshot().state).toBe("live");
  expect(peers).toHaveLength(1);
});

test("the end says why, lets go of the devices and leaves the room in sight", async () => {
  await local.set("camera", true);
  const relay = await live();
  relay.lose(4410);
  expect(session.snapshot()).toMatchObject({ state: "ended", failure: { code: "ended" }, room: { meeting: "m1" } });
  expect(tracks[0]?.readyState).toBe("ended");
  expect(peers[0]?.closed).toBe(true);
});

test("what is on screen is said by slots: the stage, the tiles that fit, and nothing of the rest", async () => {
  const relay = await live();
  relay.tell({
    type: "slots",
    video: ["3", "4", "5"].map((mid) => ({ mid, participant: null, layer: "none", paused: false })),
    audio: [],
    tiles: 0,
    next: null,
  });
  session.show({ stage: 720, tile: 90, tiles: 3, pinned: null, page: 0 });
  session.show({ stage: 540.4, tile: 180, tiles: 1, pinned: "ann", page: 2 });
  await vi.advanceTimersByTimeAsync(200);
  expect(relay.of("view")).toEqual([
    {
      type: "view",
      slots: [
        { mid: "3", height: 540 },
        { mid: "4", height: 180 },
        { mid: "5", height: 0 },
      ],
      pinned: "ann",
      page: 2,
    },
  ]);
});

test("what was measured on the host's picture is reported, at most once a second", async () => {
  const relay = await live();
  relay.tell({
    type: "slots",
    video: [{ mid: "v0", participant: "host", layer: "S2T2", paused: false }],
    audio: [],
    tiles: 0,
    next: null,
  });
  const [peer] = peers;
  if (peer === undefined) throw new Error("no peer was opened");
  const captured = session.clock.now() - 150 + 2_208_988_800_000;
  peer.entries = [
    { type: "inbound-rtp", id: "i", mid: "v0", kind: "video", framesPerSecond: 24, estimatedPlayoutTimestamp: captured },
  ];
  await vi.advanceTimersByTimeAsync(3000);
  const reports = relay.of("report");
  expect(reports).toHaveLength(3);
  expect(reports[0]).toMatchObject({ fps: 24, lost: 0 });
  expect(session.statistics().slots.get("v0")?.fps).toBe(24);
});

// -- encrypted ------------------------------------------------------------------------------------------------------------

class FakeCipher implements Cipher {
  readonly configuration = {};
  keys: FrameKeys | null = null;
  closed = false;
  guard(): void {
    // The fake peer has no lines.
  }
  use(keys: FrameKeys | null): void {
    this.keys = keys;
  }
  close(): void {
    this.closed = true;
  }
}

const pairOnWire = (bundles: { zoe?: object | null; host?: object | null }) =>
  roomOnWire({
    kind: "one_on_one",
    participants: [
      personOnWire("host", { role: "host", key: bundles.host ?? null }),
      personOnWire("zoe", { ...ME, key: bundles.zoe ?? null }),
    ],
  });

test("a one-on-one agrees on keys through the room, and shows the code", async () => {
  vi.useRealTimers(); // keys are made beside the page's own time
  const [mine, theirs]: AccountKey[] = await Promise.all([makeAccountKey(), makeAccountKey()]);
  if (mine === undefined || theirs === undefined) throw new Error("no keys");
  const cipher = new FakeCipher();
  service = { ...service, accountKey: () => Promise.resolve(mine), keysOf: () => Promise.resolve([theirs]) };
  start({ kind: "one_on_one", cipher: () => cipher });
  await vi.waitFor(() => {
    expect(sockets).toHaveLength(1);
  });
  socket().open();
  socket().tell(welcomeOnWire({ kind: "one_on_one", snapshot: pairOnWire({}) }));
  await vi.waitFor(() => {
    expect(actions()).toHaveLength(1);
  });
  expect(peers[0]?.options.guard).toBe(cipher);
  expect(session.snapshot().encryption?.status).toBe("agreeing");
  const [said] = actions() as { bundle: object }[];
  const { bundle } = await makeHalf("m1", "host", theirs, 1);
  const { accountKey, ...rest } = bundle;
  const host = { ...rest, account_key: accountKey };
  socket().tell({ type: "snapshot", log: "l1", seq: 8, time: 1, snapshot: pairOnWire({ zoe: said?.bundle ?? null, host }) });
  await vi.waitFor(() => {
    expect(session.snapshot().encryption).toMatchObject({ status: "secure", code: expect.stringMatching(/^\d{5}/) as string });
  });
  expect(cipher.keys).not.toBeNull();
  socket().lose(4410);
  session.leave();
  expect(cipher).toMatchObject({ keys: null, closed: true });
});

test("a relay that treats a one-on-one as a class is not believed: nothing is sent", async () => {
  await live({ kind: "group_class" }, { kind: "one_on_one", cipher: () => new FakeCipher() });
  expect(session.snapshot()).toMatchObject({ state: "ended", failure: { code: "other-kind" } });
  expect(peers).toHaveLength(0);
});

test("a browser that can't encrypt does not join a one-on-one", async () => {
  await joining({ kind: "one_on_one", cipher: () => null });
  expect(session.snapshot()).toMatchObject({ state: "ended", failure: { code: "no-encryption" } });
  expect(sockets).toHaveLength(0);
  session.retry();
  await settle();
  expect(sockets).toHaveLength(0);
});

test("when the account's key can't be had it says why, in words for the person", async () => {
  const failing = { ...service, accountKey: () => Promise.reject(new Error("You have ten keys already.")) };
  await live({ kind: "one_on_one", snapshot: pairOnWire({}) }, { kind: "one_on_one", service: failing, cipher: () => new FakeCipher() });
  expect(session.snapshot().encryption).toEqual({ status: "failed", code: null, reason: "You have ten keys already." });
});

/**
 * A page that holds a live session with the product's own code: its camera is a code drawn into a canvas, and it counts
 * what the pictures that are shown to its person look like. tests/relay/confidential builds and drives it.
 */
import { jwkOf, type PointJwk, publicAccountKey } from "../../src/live/encryption/account-key";
import { BrowserKeyStore } from "../../src/live/encryption/key-store";
import { LocalMedia } from "../../src/live/local-media";
import type { Incoming } from "../../src/live/media";
import type { MeetingKind } from "../../src/live/room-view";
import type { LiveService } from "../../src/live/service";
import { LiveSession } from "../../src/live/session";

/** What the test gives the page, beside its `join`, and reads of it. */
interface Stage {
  registerKey: (participant: string, key: string, jwk: PointJwk) => Promise<void>;
  keysOf: (asking: string, participant: string) => Promise<[id: string, jwk: PointJwk][]>;
  join: (options: JoinOptions) => void;
  session: LiveSession;
  local: LocalMedia;
  states: string[];
  seen: Record<string, number>;
}

interface JoinOptions {
  readonly meeting: string;
  readonly me: string;
  readonly kind: MeetingKind;
  readonly code: number;
  readonly relay: string;
  readonly ticket: string;
}

const stage = globalThis as unknown as Stage;
const [WIDTH, HEIGHT, COLUMNS, ROWS] = [640, 360, 8, 2];

/** Sixteen blocks, black and white, bits of a number from the highest; a dot in the corner of each moves. */
function draw(context: CanvasRenderingContext2D, code: number, turn: number): void {
  for (let i = 0; i < COLUMNS * ROWS; i += 1) {
    const [width, height] = [WIDTH / COLUMNS, HEIGHT / ROWS];
    const [x, y] = [(i % COLUMNS) * width, Math.floor(i / COLUMNS) * height];
    context.fillStyle = (code >> (15 - i)) & 1 ? "white" : "black";
    context.fillRect(x, y, width, height);
    context.fillStyle = "grey";
    context.fillRect(x + 4 + (turn % 8), y + 4, 6, 6);
  }
}

function camera(code: number): MediaStreamTrack {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const context = contextOf(canvas);
  let turn = 0;
  const next = () => {
    turn += 1;
    draw(context, code, turn);
  };
  next();
  setInterval(next, 50);
  return only(canvas.captureStream().getVideoTracks());
}

/** "red" for the picture that the relay injects, the number of a code, or "other". */
function looksLike(video: HTMLVideoElement, context: CanvasRenderingContext2D): string {
  context.drawImage(video, 0, 0, COLUMNS * 20, ROWS * 40);
  let code = 0;
  let red = 0;
  let clear = true;
  for (let i = 0; i < COLUMNS * ROWS; i += 1) {
    const [x, y] = [(i % COLUMNS) * 20 + 10, Math.floor(i / COLUMNS) * 40 + 25];
    const [r = 0, g = 0, b = 0] = context.getImageData(x, y, 1, 1).data;
    const grey = (r + g + b) / 3;
    if (r > 150 && g < 90 && b < 90) red += 1;
    clear &&= grey < 80 || grey > 175;
    code = code * 2 + (grey > 127 ? 1 : 0);
  }
  if (red === COLUMNS * ROWS) return "red";
  return clear ? String(code) : "other";
}

const seen: Record<string, number> = {};
const videos = new Set<string>();

function show(seats: Incoming["seats"]): void {
  for (const { mid, stream } of seats.values()) {
    if (videos.has(mid)) continue;
    const video = Object.assign(document.createElement("video"), { srcObject: stream, autoplay: true, muted: true });
    const canvas = Object.assign(document.createElement("canvas"), { width: COLUMNS * 20, height: ROWS * 40 });
    const context = contextOf(canvas, { willReadFrequently: true });
    const look = () => {
      const what = looksLike(video, context);
      seen[what] = (seen[what] ?? 0) + 1;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    videos.add(mid);
    document.body.append(video);
  }
}

function join({ meeting, me, kind, code, relay, ticket }: JoinOptions): void {
  const service: LiveService = {
    grant: () => Promise.resolve({ relays: [{ websocketUrl: relay, ticket }] }),
    async accountKey() {
      const key = await new BrowserKeyStore().key(me);
      await stage.registerKey(me, key.id, jwkOf(key.raw));
      return key;
    },
    async keysOf(participant) {
      const keys = await stage.keysOf(me, participant);
      return (await Promise.all(keys.map(([id, jwk]) => publicAccountKey(id, jwk)))).filter((key) => key !== null);
    },
    people: () => Promise.resolve(["ann", "bo"]),
  };
  const local = new LocalMedia(async (source) =>
    source === "camera"
      ? camera(code)
      : only((await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()),
  );
  const session = new LiveSession({ meetingId: meeting, me, kind, sharing: "class", service, local });
  const states: string[] = [];
  session.subscribe(() => {
    const { encryption, incoming } = session.snapshot();
    if (encryption !== null && states.at(-1) !== encryption.status) states.push(encryption.status);
    show(incoming.seats);
  });
  session.show({ stage: 360, tile: 360, tiles: 1, pinned: null, page: 0 });
  void local.set("camera", true);
  void local.set("microphone", true);
  Object.assign(stage, { session, states, seen, local });
}

function contextOf(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", settings);
  if (context === null) throw new Error("no canvas to draw on");
  return context;
}

function only<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error("no track");
  return one;
}

stage.join = join;

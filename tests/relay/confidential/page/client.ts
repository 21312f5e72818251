// A page that holds a live session with the product's own code: its camera is a code drawn into a canvas, and it counts
// what the pictures that are shown to its person look like.
import { jwkOf, publicAccountKey } from "../../../../web/src/live/encryption/account-key";
import { BrowserKeyStore } from "../../../../web/src/live/encryption/key-store";
import { LocalMedia } from "../../../../web/src/live/local-media";
import { LiveSession } from "../../../../web/src/live/session";

const [WIDTH, HEIGHT, COLUMNS, ROWS] = [640, 360, 8, 2];

/** Sixteen blocks, black and white, bits of a number from the highest; a dot in the corner of each moves. */
function draw(context, code, turn) {
  for (let i = 0; i < COLUMNS * ROWS; i += 1) {
    const [width, height] = [WIDTH / COLUMNS, HEIGHT / ROWS];
    const [x, y] = [(i % COLUMNS) * width, Math.floor(i / COLUMNS) * height];
    context.fillStyle = (code >> (15 - i)) & 1 ? "white" : "black";
    context.fillRect(x, y, width, height);
    context.fillStyle = "grey";
    context.fillRect(x + 4 + (turn % 8), y + 4, 6, 6);
  }
}

function camera(code) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext("2d");
  let turn = 0;
  const next = () => draw(context, code, (turn += 1));
  next();
  setInterval(next, 50);
  return canvas.captureStream().getVideoTracks()[0];
}

/** "red" for the picture that the relay injects, the number of a code, or "other". */
function looksLike(video, context) {
  context.drawImage(video, 0, 0, COLUMNS * 20, ROWS * 40);
  let code = 0;
  let red = 0;
  let clear = true;
  for (let i = 0; i < COLUMNS * ROWS; i += 1) {
    const [x, y] = [(i % COLUMNS) * 20 + 10, Math.floor(i / COLUMNS) * 40 + 25];
    const [r, g, b] = context.getImageData(x, y, 1, 1).data;
    if (r > 150 && g < 90 && b < 90) red += 1;
    clear &&= (r + g + b) / 3 < 80 || (r + g + b) / 3 > 175;
    code = code * 2 + ((r + g + b) / 3 > 127 ? 1 : 0);
  }
  if (red === COLUMNS * ROWS) return "red";
  return clear ? String(code) : "other";
}

const seen = {};
const videos = new Map();

function show(seats) {
  for (const { mid, stream } of seats.values()) {
    if (videos.has(mid)) continue;
    const video = Object.assign(document.createElement("video"), { srcObject: stream, autoplay: true, muted: true });
    const canvas = Object.assign(document.createElement("canvas"), { width: COLUMNS * 20, height: ROWS * 40 });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const look = () => {
      const what = looksLike(video, context);
      seen[what] = (seen[what] ?? 0) + 1;
      video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    videos.set(mid, video);
    document.body.append(video);
  }
}

function join({ meeting, me, kind, code, relay, ticket }) {
  const service = {
    grant: () => Promise.resolve({ relays: [{ websocketUrl: relay, ticket }] }),
    async accountKey() {
      const key = await new BrowserKeyStore().key(me);
      await globalThis.registerKey(me, key.id, jwkOf(key.raw));
      return key;
    },
    async keysOf(participant) {
      const keys = await globalThis.keysOf(me, participant);
      return (await Promise.all(keys.map(([id, jwk]) => publicAccountKey(id, jwk)))).filter((key) => key !== null);
    },
    people: () => Promise.resolve(["ann", "bo"]),
  };
  const local = new LocalMedia(async (source) =>
    source === "camera"
      ? camera(code)
      : (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks()[0],
  );
  const session = new LiveSession({ meetingId: meeting, me, kind, sharing: "class", service, local });
  const states = [];
  session.subscribe(() => {
    const { encryption, incoming } = session.snapshot();
    if (encryption !== null && states.at(-1) !== encryption.status) states.push(encryption.status);
    show(incoming.seats);
  });
  session.show({ stage: 360, tile: 360, tiles: 1, pinned: null, page: 0 });
  void local.set("camera", true);
  void local.set("microphone", true);
  Object.assign(globalThis, { session, states, seen, local });
}

Object.assign(globalThis, { join });

import fc from "fast-check";
import { expect, test } from "vitest";
import { stateOf } from "./playback";
import { WatchPositions } from "./positions";
import { parseStoryboard, tileAt } from "./storyboard";
import { Throughput } from "./throughput";

const VTT = `WEBVTT

00:00:00.000 --> 00:00:05.000
storyboard/000.jpg?sig=a#xywh=0,0,160,90

tile 2
00:00:05.000 --> 00:00:10.000
storyboard/000.jpg?sig=a#xywh=160,0,160,90

01:00:00.000 --> 01:00:05.000
https://cdn.test/001.jpg#xywh=0,90,160,90

NOTE cues without a picture are passed over

00:00:10.000 --> 00:00:15.000
Only words
`;

test("a storyboard is read cue by cue, sheets are resolved against its address", () => {
  const tiles = parseStoryboard(VTT, "https://neufit.test/api/media/stream/storyboard?grant=x");
  expect(tiles).toEqual([
    { start: 0, end: 5, sheet: "https://neufit.test/api/media/stream/storyboard/000.jpg?sig=a", x: 0, y: 0, width: 160, height: 90 },
    { start: 5, end: 10, sheet: "https://neufit.test/api/media/stream/storyboard/000.jpg?sig=a", x: 160, y: 0, width: 160, height: 90 },
    { start: 3600, end: 3605, sheet: "https://cdn.test/001.jpg", x: 0, y: 90, width: 160, height: 90 },
  ]);
});

test("line ends of another system change nothing", () => {
  const base = "https://neufit.test/";
  expect(parseStoryboard(VTT.replaceAll("\n", "\r\n"), base)).toEqual(parseStoryboard(VTT, base));
});

test("any moment leads to the last tile that has begun", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1200, noNaN: true }), (count, moment) => {
      const tiles = Array.from({ length: count }, (_, i) => ({
        start: i * 5,
        end: i * 5 + 5,
        sheet: "",
        x: i,
        y: 0,
        width: 1,
        height: 1,
      }));
      expect(tileAt(tiles, moment)?.x).toBe(Math.min(count - 1, Math.floor(moment / 5)));
    }),
  );
});

test("without tiles there is none", () => {
  expect(tileAt([], 3)).toBeNull();
});

test("a position is kept per video, and let go at the end and right at the beginning", () => {
  localStorage.clear();
  const positions = new WatchPositions(localStorage);
  positions.keep("one", 100.7, 600);
  positions.keep("two", 30, 600);
  expect([positions.read("one"), positions.read("two"), positions.read("three")]).toEqual([100, 30, 0]);
  positions.keep("one", 590, 600);
  positions.keep("two", 4, 600);
  expect([positions.read("one"), positions.read("two")]).toEqual([0, 0]);
});

test("the newest two hundred positions are kept", () => {
  localStorage.clear();
  const positions = new WatchPositions(localStorage);
  for (let i = 0; i < 250; i += 1) positions.keep(`video-${i}`, 60, 600);
  expect([positions.read("video-49"), positions.read("video-50"), positions.read("video-249")]).toEqual([0, 60, 60]);
});

test.each(['{"a":1}', "nonsense", '[["one"]]', '[["one","12"]]'])("what else lies in storage (%s) is no position", (text) => {
  localStorage.setItem("neufit.positions", text);
  expect(new WatchPositions(localStorage).read("one")).toBe(0);
});

test("throughput is what came in over the time it took", () => {
  const meter = new Throughput();
  for (let at = 0; at <= 1000; at += 100) meter.add(12_500, at);
  expect(meter.rate).toBe(1_000_000);
  expect(meter.total).toBe(137_500);
});

test("a new connection is told what was measured within the last minute", () => {
  const meter = new Throughput();
  expect(meter.lately(0)).toBeNull();
  meter.add(12_500, 0);
  expect(meter.lately(0)).toBeNull();
  meter.add(12_500, 100);
  expect(meter.lately(50_000)).toBe(1_000_000);
  expect(meter.lately(70_000)).toBeNull();
});

const PLAYING = { failed: false, started: true, seeking: false, ended: false, paused: false, readyState: 4 };

test.each([
  ["playing", {}],
  ["waiting", { readyState: 2 }],
  ["paused", { paused: true, readyState: 2 }],
  ["seeking", { seeking: true, paused: true }],
  ["ended", { ended: true, paused: true }],
  ["loading", { started: false, paused: true, readyState: 0 }],
  ["failed", { failed: true, seeking: true }],
])("the state is %s", (state, change) => {
  expect(stateOf({ ...PLAYING, ...change })).toBe(state);
});

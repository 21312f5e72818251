import { expect, test } from "vitest";
import { StatisticsReader } from "./statistics";

const NOW = 1_700_000_000_000;
const NTP = 2_208_988_800_000;
const reader = () => new StatisticsReader({ now: () => NOW, offset: -5000 });

const inbound = (fields: Record<string, unknown>) => ({
  type: "inbound-rtp",
  id: "in1",
  mid: "3",
  kind: "video",
  timestamp: 0,
  bytesReceived: 0,
  packetsReceived: 0,
  packetsLost: 0,
  framesPerSecond: 30,
  frameWidth: 640,
  frameHeight: 360,
  jitter: 0.004,
  ...fields,
});

test("rates are those of the time between two readings", () => {
  const read = reader();
  read.read([inbound({ timestamp: 1000, bytesReceived: 5000, packetsReceived: 100, packetsLost: 10 })]);
  const { slots } = read.read([
    inbound({ timestamp: 2000, bytesReceived: 55_000, packetsReceived: 190, packetsLost: 20 }),
  ]);
  expect(slots.get("3")).toMatchObject({ bitrate: 400_000, lost: 0.1, fps: 30, width: 640, height: 360, jitterMs: 4 });
});

test("the first reading and counters that went back give no rates", () => {
  const read = reader();
  expect(read.read([inbound({ bytesReceived: 5000, packetsReceived: 5 })]).slots.get("3")).toMatchObject({
    bitrate: 0,
    lost: 0,
  });
  const after = read.read([inbound({ timestamp: 1000, bytesReceived: 10, packetsReceived: 1, packetsLost: -3 })]);
  expect(after.slots.get("3")).toMatchObject({ bitrate: 0, lost: 0 });
});

test("the latency is the log's time less the capture time of what plays, null when nothing tells it", () => {
  const shown = reader().read([inbound({ estimatedPlayoutTimestamp: NOW - 180 + NTP })]).slots.get("3");
  expect(shown?.latencyMs).toBe(180);
  expect(reader().read([inbound({})]).slots.get("3")?.latencyMs).toBeNull();
});

test("a capture time that came with the media counts before sender reports, whatever the order of entries", () => {
  const report = inbound({ estimatedPlayoutTimestamp: NOW - 180 + NTP });
  const capture = { type: "capture", mid: "3", playedAt: NOW + 5000, capturedAt: NOW - 90 + NTP };
  for (const entries of [
    [report, capture],
    [capture, report],
  ]) {
    expect(reader().read(entries).slots.get("3")?.latencyMs).toBe(90);
  }
  expect(reader().read([capture]).slots.size).toBe(0);
});

test("the round trip, the layers that go out and what holds them down are read", () => {
  const outbound = (rid: string, qualityLimitationReason: string) => ({
    type: "outbound-rtp",
    id: rid,
    kind: "video",
    rid,
    frameHeight: 180,
    framesPerSecond: 15,
    qualityLimitationReason,
  });
  const found = reader().read([
    { type: "candidate-pair", id: "p", nominated: true, state: "succeeded", currentRoundTripTime: 0.042 },
    outbound("q", "none"),
    outbound("h", "bandwidth"),
  ]);
  expect(found.roundTripMs).toBe(42);
  expect(found.layers.map((layer) => [layer.rid, layer.height])).toEqual([
    ["q", 180],
    ["h", 180],
  ]);
  expect(found.limitation).toBe("bandwidth");
});

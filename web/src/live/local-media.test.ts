import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepChoices, readChoices } from "./choices";
import { capture, DeviceError, type DeviceSource, listDevices } from "./devices";
import { FakeTrack } from "./fakes";
import { LocalMedia } from "./local-media";
import { loudness } from "./meter";
import type { Source } from "./room-view";

let asked: { source: Source; id: string | null }[];
let tracks: FakeTrack[];
let give: () => Promise<void>;
let local: LocalMedia;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  tracks = [];
  give = () => Promise.resolve();
  local = new LocalMedia(async (source, id) => {
    asked.push({ source, id });
    await give();
    const track = new FakeTrack(source);
    tracks.push(track);
    return track.track;
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const camera = () => local.devices().camera;
const microphone = () => local.devices().microphone;

test("a camera that is switched off is let go, and started anew when it is switched on", async () => {
  await local.set("camera", true);
  expect(camera()).toMatchObject({ state: "on", track: tracks[0] });
  await local.set("camera", false);
  expect(camera()).toEqual({ state: "off", track: null, reason: null });
  expect(tracks[0]?.readyState).toBe("ended");
  await local.set("camera", true);
  expect(tracks).toHaveLength(2);
});

test("a microphone that is switched off is silenced only", async () => {
  await local.set("microphone", true);
  await local.set("microphone", false);
  expect(microphone().state).toBe("off");
  expect(tracks[0]).toMatchObject({ enabled: false, readyState: "live" });
  await local.set("microphone", true);
  expect(tracks).toHaveLength(1);
  expect(tracks[0]?.enabled).toBe(true);
});

test("what was switched off while it started is not left running", async () => {
  let started: () => void = () => undefined;
  give = () => new Promise((resolve) => (started = resolve));
  const starting = local.set("camera", true);
  expect(camera().state).toBe("starting");
  await local.set("camera", false);
  started();
  await starting;
  expect(camera().state).toBe("off");
  expect(tracks[0]?.readyState).toBe("ended");
});

test("another device takes the place of the one that is on; of one that is off the choice is remembered", async () => {
  await local.choose("camera", "back");
  expect(asked).toEqual([]);
  await local.set("camera", true);
  await local.choose("camera", "front");
  expect(asked.map((one) => one.id)).toEqual(["back", "front"]);
  expect(tracks.map((track) => track.readyState)).toEqual(["ended", "live"]);
});

test("what the system takes away can be started again with one tap", async () => {
  await local.set("camera", true);
  tracks[0]?.end();
  expect(camera()).toMatchObject({ state: "taken" });
  await local.restart("camera");
  expect(camera()).toMatchObject({ state: "on", track: tracks[1] });
});

test("a phone call mutes the microphone: after a moment it counts as taken, and comes back by itself", async () => {
  await local.set("microphone", true);
  tracks[0]?.setMuted(true);
  expect(microphone().state).toBe("on");
  await vi.advanceTimersByTimeAsync(1500);
  expect(microphone().state).toBe("taken");
  tracks[0]?.setMuted(false);
  expect(microphone().state).toBe("on");
});

test("a device that can't be had says why, and the next try may succeed", async () => {
  give = () => Promise.reject(new DeviceError("busy", "camera"));
  await local.set("camera", true);
  expect(camera()).toMatchObject({ state: "trouble", track: null });
  expect(camera().reason).toContain("another program");
  give = () => Promise.resolve();
  await local.restart("camera");
  expect(camera().state).toBe("on");
});

test("at the end nothing is left running", async () => {
  await local.set("camera", true);
  await local.set("microphone", true);
  await local.set("microphone", false);
  local.release();
  expect(tracks.map((track) => track.readyState)).toEqual(["ended", "ended"]);
});

const browser = (getUserMedia: DeviceSource["getUserMedia"], devices: Partial<MediaDeviceInfo>[] = []): DeviceSource => ({
  getUserMedia,
  enumerateDevices: () => Promise.resolve(devices as MediaDeviceInfo[]),
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
});

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["NotReadableError", "busy"],
  ["TypeError", "unknown"],
])("when the browser says %s the person is told: %s", async (name, trouble) => {
  const refusing = browser(() => Promise.reject(new DOMException("no", name)));
  await expect(capture("camera", null, refusing)).rejects.toMatchObject({ trouble });
});

test("a page that is not secure has no devices and says so", async () => {
  await expect(capture("camera", null, undefined)).rejects.toMatchObject({ trouble: "insecure" });
});

test("when the remembered device is gone another one is taken", async () => {
  const track = new FakeTrack("video").track;
  const tried: unknown[] = [];
  const source = browser((constraints) => {
    const { deviceId } = constraints?.video as MediaTrackConstraints;
    tried.push(deviceId);
    if (deviceId !== undefined) return Promise.reject(new DOMException("gone", "OverconstrainedError"));
    return Promise.resolve({ getTracks: () => [track] } as unknown as MediaStream);
  });
  await expect(capture("camera", "old", source)).resolves.toBe(track);
  expect(tried).toEqual([{ exact: "old" }, undefined]);
});

test("devices without a name are numbered, those without an id can't be chosen", async () => {
  const list = await listDevices(
    browser(() => Promise.reject(new Error("not asked")), [
      { kind: "videoinput", deviceId: "1", label: "Desk" },
      { kind: "videoinput", deviceId: "2", label: "" },
      { kind: "audioinput", deviceId: "", label: "" },
    ]),
  );
  expect(list.cameras).toEqual([
    { id: "1", label: "Desk" },
    { id: "2", label: "Camera 2" },
  ]);
  expect(list.microphones).toEqual([]);
});

test("choices are remembered; at first, and after nonsense, everything is off and only the trainer sees", () => {
  localStorage.clear();
  const first = readChoices(localStorage);
  expect(first).toMatchObject({ cameraOn: false, microphoneOn: false, sharing: "trainer" });
  keepChoices(localStorage, { ...first, camera: "front", cameraOn: true, sharing: "class" });
  expect(readChoices(localStorage)).toEqual({ ...first, camera: "front", cameraOn: true, sharing: "class" });
  for (const text of ["no json", "null", '{"cameraOn":"yes","sharing":"world","camera":3}']) {
    localStorage.setItem("neufit.live", text);
    expect(readChoices(localStorage)).toEqual(first);
  }
});

test("silence is 0, full scale is 1, and in between louder is more", () => {
  const wave = (amplitude: number) => new Float32Array(1024).fill(amplitude);
  expect(loudness(wave(0))).toBe(0);
  expect(loudness(wave(1))).toBe(1);
  const levels = [0.001, 0.01, 0.1, 0.5].map((amplitude) => loudness(wave(amplitude)));
  expect(levels).toEqual(levels.toSorted((a, b) => a - b));
});

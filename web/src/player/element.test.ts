import { expect, test, vi } from "vitest";
import { ElementView } from "./element";
import { actOn } from "./view/keys";
import type { Playback } from "./playback";

/** A video of a minute whose first frame shows. Like a browser's it tells nothing of a change until its events come. */
function playing(): { view: ElementView; video: HTMLVideoElement; press: (...keys: string[]) => void } {
  const video = document.createElement("video");
  Object.defineProperties(video, {
    currentTime: { value: 1, writable: true },
    duration: { value: 60 },
    playbackRate: { value: 1, writable: true },
    volume: { value: 1, writable: true },
    muted: { value: false, writable: true },
    pause: { value: () => undefined },
  });
  const view = new ElementView(video);
  video.dispatchEvent(new Event("loadeddata"));
  const playback = {
    snapshot: () => view.snapshot(),
    seek: (moment: number) => { view.seek(moment); },
    setRate: (rate: number) => { view.setRate(rate); },
    setVolume: (volume: number) => { view.setVolume(volume); },
    setMuted: (muted: boolean) => { view.setMuted(muted); },
  } as Playback;
  const target = { playback, toggleFullscreen: vi.fn(), showKeys: vi.fn() };
  const press = (...keys: string[]) => {
    for (const key of keys) actOn(key, target);
  };
  return { view, video, press };
}

test("keys pressed faster than the element tells of them add up", () => {
  const { video, view, press } = playing();
  press("l", "ArrowRight", "j", "l");
  expect(video.currentTime).toBe(16);
  expect(view.snapshot().position).toBe(16);
});

test("speed and volume add up as well", () => {
  const { video, press } = playing();
  press(">", "<", "<", "ArrowDown", "ArrowDown");
  expect(video.playbackRate).toBe(0.75);
  expect(video.volume).toBeCloseTo(0.8);
});

test("sound turned off and on again within a moment is on", () => {
  const { video, press } = playing();
  press("m", "m");
  expect(video.muted).toBe(false);
});

test("no key leads out of the video", () => {
  const { video, press } = playing();
  press("j");
  expect(video.currentTime).toBe(0);
  press("9", "l", "l");
  expect(video.currentTime).toBe(60);
});

test("sound that is turned on can be heard", () => {
  const { video, view } = playing();
  view.setVolume(0);
  expect(video.muted).toBe(true);
  view.setMuted(false);
  expect(video.volume).toBe(0.5);
});

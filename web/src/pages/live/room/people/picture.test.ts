import { expect, test } from "vitest";
import { pictureWords } from "./picture";

test.each([
  ["S2T2", false, 720, "720p"],
  ["S1T2", false, 720, "360p"],
  ["S0T2", false, 480, "120p"],
  ["S0T1", false, 720, "180p, fewer frames"],
  ["S0T0", false, 720, "180p, fewer frames"],
  ["none", true, 720, "sound only"],
  ["none", false, 720, ""],
  ["S1T2", false, null, "medium picture"],
  ["S9T9", false, 720, ""],
])("%s (paused: %s) of a picture that is %s px high is said as: %s", (layer, paused, height, words) => {
  expect(pictureWords({ layer, paused }, height)).toBe(words);
});

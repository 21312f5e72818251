// @vitest-environment node
import { expect, test } from "vitest";
import type { ApiClient } from "../../api/client";
import { ApiProblem } from "../../api/problem";
import { publishedImage } from "./avatar";

/** A studio whose item goes through these states, one a look. */
function studio(states: { status: string; failure?: { code: string; detail: string } }[]) {
  const waits: number[] = [];
  let looks = 0;
  const get = () => {
    const state = states[Math.min(looks, states.length - 1)];
    looks += 1;
    return Promise.resolve({ items: [{ mediaId: "other", status: "failed" }, { mediaId: "M1", ...state }], cursor: null });
  };
  const wait = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };
  return { api: { get } as unknown as Pick<ApiClient, "get">, wait, waits };
}

test("waits longer each time until the picture is published", async () => {
  const { api, wait, waits } = studio([{ status: "uploading" }, { status: "processing" }, { status: "available" }]);
  await publishedImage(api, "M1", wait);
  expect(waits).toEqual([400, 600]);
});

test("a refused picture tells its own reason", async () => {
  const { api, wait } = studio([{ status: "failed", failure: { code: "not-an-image", detail: "This is no picture." } }]);
  await expect(publishedImage(api, "M1", wait)).rejects.toMatchObject({ code: "not-an-image", detail: "This is no picture." });
});

test("a picture that never gets ready is given up, with words", async () => {
  const { api, wait, waits } = studio([{ status: "processing" }]);
  await expect(publishedImage(api, "M1", wait)).rejects.toBeInstanceOf(ApiProblem);
  expect(Math.max(...waits)).toBe(3000);
});

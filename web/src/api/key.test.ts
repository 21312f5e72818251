import { expect, test, vi } from "vitest";
import { newKey } from "./key";

test("keys are there and differ on pages that aren't secure, which have no randomUUID", () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const keys = Array.from({ length: 20 }, newKey);
  vi.unstubAllGlobals();
  expect(new Set(keys).size).toBe(20);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
});

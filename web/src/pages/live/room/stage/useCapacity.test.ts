import { expect, test } from "vitest";
import { fitting } from "./useCapacity";

test.each([
  [0, 100, 8, 1],
  [99, 100, 8, 1],
  [207, 100, 8, 1],
  [208, 100, 8, 2],
])("into %d px go tiles of %d px with a gap of %d: %d", (width, tile, gap, expected) => {
  expect(fitting(width, tile, gap)).toBe(expected);
});

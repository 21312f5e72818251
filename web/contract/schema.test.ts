// @vitest-environment node
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { render, SCHEMA } from "../scripts/generate.mjs";

test("the committed types are those of the committed OpenAPI document", async () => {
  expect(await readFile(SCHEMA, "utf8")).toBe(await render());
});

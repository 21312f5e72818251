// Writes src/api/schema.ts from docs/openapi.json. `contract/schema.test.ts` fails when the two drift apart.
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { pathToFileURL, URL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const DOCUMENT = new URL("../../docs/openapi.json", import.meta.url);
export const SCHEMA = new URL("../src/api/schema.ts", import.meta.url);

/** @returns {Promise<string>} the TypeScript text that belongs to the document as it stands */
export async function render() {
  const ast = await openapiTS(await readFile(DOCUMENT, "utf8"), { alphabetize: true, defaultNonNullable: false, emptyObjectsUnknown: true });
  return `// Generated from docs/openapi.json by \`npm run generate\`; do not edit.\n\n${astToString(ast)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await writeFile(SCHEMA, await render());
}

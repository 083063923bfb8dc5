// Makes src/api/schema.d.ts from src/api/openapi.json; with --check it only says whether that is needed.
// A package of its own, because the generator needs the compiler's old programming interface, and the desk is built by the new one.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const description = new URL("../src/api/openapi.json", import.meta.url);
const types = new URL("../src/api/schema.d.ts", import.meta.url);

const made = COMMENT_HEADER + astToString(await openapiTS(description, { defaultNonNullable: false }));
if (process.argv.includes("--check")) {
  if (made !== (await readFile(types, "utf8"))) {
    console.error("src/api/schema.d.ts is not what src/api/openapi.json says. Run: npm run api");
    process.exit(1);
  }
} else await writeFile(types, made);

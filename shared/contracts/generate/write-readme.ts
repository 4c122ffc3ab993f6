import { readFile, writeFile } from "node:fs/promises";
import { fillReadme } from "./fill-readme.ts";

const file = new URL("../../../README.md", import.meta.url);
await writeFile(file, fillReadme(await readFile(file, "utf8")));

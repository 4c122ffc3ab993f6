import { readFile, writeFile } from "node:fs/promises";
import { envExample } from "./env-example.ts";
import { fillPage } from "./fill-page.ts";
import { pages, root } from "./pages.ts";

/** `npm run pages`: makes the tables of the pages and `.env.example` anew. */
for (const page of pages) {
  const file = new URL(page, root);
  await writeFile(file, fillPage(await readFile(file, "utf8")));
}
await writeFile(new URL(".env.example", root), envExample());

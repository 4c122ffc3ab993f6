import { fileURLToPath } from "node:url";
import { buildBundles } from "./build-bundles.ts";

/** `npm run build`: every function, and the migrations, as a folder that can be deployed. */
const dist = fileURLToPath(new URL("../../dist", import.meta.url));
const startedAt = performance.now();
for (const { name, codeBytes, entryBytes } of await buildBundles(dist)) {
  const sizes = `${kibibytes(entryBytes)} at start, ${kibibytes(codeBytes)} in all`;
  console.log(`  ${name.padEnd(16)} ${sizes}`);
}
console.log(`Built dist/ in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);

function kibibytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KiB`.padStart(9);
}

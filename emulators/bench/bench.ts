import { cpus, totalmem } from "node:os";
import { benchPipeline } from "./bench-pipeline.ts";
import { benchWebhook } from "./bench-webhook.ts";

const benches: Record<string, () => Promise<void>> = { webhook: benchWebhook, pipeline: benchPipeline };

const name = process.argv[2] ?? "";
const run = benches[name];
if (run === undefined) {
  console.error(`Usage: npm run bench -- ${Object.keys(benches).join(" | ")}`);
  process.exit(2);
}
const [cpu] = cpus();
console.log(
  `${name}: ${cpus().length} × ${cpu?.model ?? "CPU"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}\n`,
);
await run();
process.exit(0);

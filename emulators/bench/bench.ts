import { cpus, totalmem } from "node:os";

/** Loaded one at a time, so that what one needs is not in another's memory. */
const benches: Record<string, () => Promise<void>> = {
  webhook: async () => (await import("./bench-webhook.ts")).benchWebhook(),
  pipeline: async () => (await import("./bench-pipeline.ts")).benchPipeline(),
  api: async () => (await import("./bench-api.ts")).benchApi(),
  status: async () => (await import("./bench-status.ts")).benchStatus(),
  usage: async () => (await import("./bench-usage.ts")).benchUsage(),
  parse: async () => (await import("./bench-parse.ts")).benchParse(),
  retrieval: async () => (await import("./bench-retrieval.ts")).benchRetrieval(),
  ingest: async () => (await import("./bench-ingest.ts")).benchIngest(),
  "cold-start": async () => (await import("./bench-cold-start.ts")).benchColdStart(),
};

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

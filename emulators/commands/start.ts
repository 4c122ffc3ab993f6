import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { functionNames } from "../../shared/contracts/functions.ts";
import { formatLogLine } from "../stack/format-log-line.ts";
import { endWithoutParent } from "../stack/end-without-parent.ts";
import { functionPorts, serverPorts } from "../stack/ports.ts";
import { refuseTakenPorts } from "../stack/refuse-taken-ports.ts";
import { type Stack, startStack } from "../stack/stack.ts";
import { buildPages, pagesFolder } from "../../infra/bundles/build-pages.ts";
import { stateDir } from "../stack/state-dir.ts";

const { values: flags } = parseArgs({
  options: { isolated: { type: "boolean", default: false }, verbose: { type: "boolean", default: false } },
});

const startedAt = performance.now();
let stack: Stack | undefined;
let ending = false;
process.on("SIGINT", () => void end());
process.on("SIGTERM", () => void end());
endWithoutParent(() => void end());

try {
  await refuseTakenPorts();
  await mkdir(stateDir, { recursive: true });
  const logFile = createWriteStream(join(stateDir, "functions.log"), { flags: "a" });
  await buildPages(pagesFolder);
  stack = await startStack({
    serverPorts,
    functionPorts,
    dataDir: stateDir,
    isolated: flags.isolated,
    schedules: true,
    durable: true,
    onStarted: (what, url) => console.log(`  ${what.padEnd(14)} ${url}`),
    onLine: (line) => {
      logFile.write(`${line}\n`);
      const readable = formatLogLine(line, flags.verbose);
      if (readable !== undefined) console.log(readable);
    },
  });
  printAddresses(stack);
} catch (error) {
  console.error(`\nThe stack did not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

function printAddresses({ functions: running, environment, servers }: Stack): void {
  for (const name of functionNames)
    console.log(`  ${name.padEnd(14)} http://127.0.0.1:${running.ports[name]}`);
  console.log(`
Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.

  Console       http://127.0.0.1:${running.ports.console}   sign in with one click, as an admin or an agent
  Phone         ${servers.urls.whatsapp}   chat as a customer of Acme Outdoor or Globex Coffee
  Webhook       http://127.0.0.1:${running.ports.webhook}/   verify token ${environment["WHATSAPP_VERIFY_TOKEN"] ?? ""}
  Database      ${environment["DATABASE_URL"] ?? ""}
  Logs          .local/functions.log

  npm run upload -- path.pdf       give Acme Outdoor a document to answer from
  npm run say -- "Your question"   ask as a customer, and see the answer
  Ctrl-C                           end; the state stays, \`npm run reset\` clears it
`);
}

async function end(): Promise<void> {
  if (ending) process.exit(1);
  ending = true;
  console.log(
    "\nEnding: functions finish what they have, servers save their state. Ctrl-C again ends at once.",
  );
  await stack?.close();
  process.exit(0);
}

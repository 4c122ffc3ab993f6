import { parseArgs } from "node:util";
import { createBus } from "../../shared/runtime/bus.ts";
import { envelopeSchema } from "../../shared/contracts/envelope.ts";
import { getDeadLetter, listDeadLetters, markReplayed } from "../../shared/db/dead-letters.ts";
import { explainNotRunning, openLocalDatabase } from "../stack/local-database.ts";
import { localProjectId } from "../stack/local-environment.ts";
import { serverPorts } from "../stack/ports.ts";

const usage = "Usage: npm run dead-letters [-- --limit 20] | npm run dead-letters -- --replay <id>";
const { values: flags } = parseArgs({
  options: {
    limit: { type: "string", default: "20" },
    replay: { type: "string" },
    help: { type: "boolean" },
  },
});
if (flags.help === true) {
  console.log(usage);
  process.exit(0);
}
const db = openLocalDatabase("dead-letters", "platform");
try {
  if (flags.replay === undefined) await list();
  else await replay(flags.replay);
} catch (error) {
  explainNotRunning(error);
} finally {
  await db.destroy();
}

async function list(): Promise<void> {
  const letters = await listDeadLetters(db, { limit: Number(flags.limit) });
  if (letters.length === 0) console.log("There are no dead letters.");
  for (const letter of letters) {
    const state = letter.replayed_at === null ? "" : "  (replayed)";
    console.log(
      `${letter.id}  ${letter.created_at.toISOString()}  ${letter.function_name}  ${letter.source_topic}`,
    );
    console.log(`    ${letter.reason_code}: ${letter.reason}${state}`);
  }
}

/** Puts the event back on its topic, as it was. */
async function replay(id: string): Promise<void> {
  const letter = await getDeadLetter(db, id);
  const envelope = envelopeSchema.safeParse(JSON.parse(letter.payload_text ?? "null"));
  if (!envelope.success)
    throw new Error("this dead letter is no event that a topic takes; it can only be read");
  process.env["PUBSUB_EMULATOR_HOST"] ??= `127.0.0.1:${serverPorts.pubsub}`;
  const bus = createBus({ projectId: localProjectId });
  await bus.publish([envelope.data]);
  await bus.close();
  await markReplayed(db, id);
  console.log(`${envelope.data.topic} has it again.`);
}

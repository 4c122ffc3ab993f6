import { createBus } from "../../shared/runtime/bus.ts";
import { envelopeSchema } from "../../shared/contracts/envelope.ts";
import { asRole } from "../../shared/db/setup/as-role.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { getDeadLetter, listDeadLetters, markReplayed } from "../../shared/db/dead-letters.ts";
import { roleOf } from "../../shared/contracts/database-roles.ts";

// Lists and replays dead letters in the cloud, run as a job by whoever may run it.
const usage = "Usage: list [how many] | replay <id>. Reads PLATFORM_DATABASE_URL and GOOGLE_CLOUD_PROJECT.";
const [command, argument] = process.argv.slice(2);
const databaseUrl = process.env["PLATFORM_DATABASE_URL"];
const projectId = process.env["GOOGLE_CLOUD_PROJECT"];
const isKnown = command === "list" || (command === "replay" && argument !== undefined);
if (!isKnown || databaseUrl === undefined || projectId === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

const db = createDatabase(asRole(databaseUrl, roleOf("dead-letters", "platform")), {
  maxConnections: 1,
  applicationName: "dead-letters",
});
const bus = createBus({ projectId });
try {
  if (command === "list") await list(Number(argument ?? 20));
  else await replay(argument ?? "");
} finally {
  await bus.close();
  await db.destroy();
}

async function list(limit: number): Promise<void> {
  for (const letter of await listDeadLetters(db, { limit })) {
    const state = letter.replayed_at === null ? "waits" : "replayed";
    const when = letter.created_at.toISOString();
    const what = [letter.id, when, letter.function_name, letter.source_topic, letter.reason_code, state];
    process.stdout.write(`${what.join("  ")}\n    ${letter.reason}\n`);
  }
}

/** Puts the event back on its topic, as it was. */
async function replay(id: string): Promise<void> {
  const letter = await getDeadLetter(db, id);
  const event = envelopeSchema.parse(JSON.parse(letter.payload_text ?? "null"));
  await bus.publish([event]);
  await markReplayed(db, id);
  process.stdout.write(`${event.topic} has it again.\n`);
}

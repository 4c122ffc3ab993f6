import { parseArgs } from "node:util";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { explainNotRunning, openLocalDatabase } from "../stack/local-database.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";
import { functions } from "../../shared/contracts/functions.ts";
import { localPassword } from "../stack/seed-accounts.ts";
import { signInWithPassword } from "../servers/firebase/sign-in.ts";
import { serverPorts } from "../stack/ports.ts";

/** Gives a customer's conversation, handed to humans, back to the bot. */
const { values: flags } = parseArgs({
  options: { as: { type: "string", default: "6281234567890" }, tenant: { type: "string", default: "acme" } },
});
const tenant = seedTenantOf(flags.tenant);
if (tenant === undefined) {
  console.error("Usage: npm run hand-back -- [--as 6281234567890] [--tenant acme]");
  process.exit(2);
}
const db = openLocalDatabase("api", "tenant");
try {
  const conversation = await inTenant(db, tenant.id, async (trx) =>
    trx
      .selectFrom("conversations")
      .innerJoin("contacts", "contacts.id", "conversations.contact_id")
      .select("conversations.id")
      .where("contacts.phone", "=", flags.as.replaceAll(/\D/g, ""))
      .where("conversations.status", "=", "open")
      .executeTakeFirst(),
  );
  console.log(
    conversation === undefined ? "This customer has no conversation." : await handBackByApi(conversation.id),
  );
} catch (error) {
  explainNotRunning(error);
} finally {
  await db.destroy();
}

/** As an agent of the tenant, by the API. */
async function handBackByApi(conversationId: string): Promise<string> {
  const agent = tenant?.users.find(({ role }) => role === "agent");
  const authHost = process.env["FIREBASE_AUTH_EMULATOR_HOST"] ?? `127.0.0.1:${serverPorts.firebaseAuth}`;
  const { idToken } = await signInWithPassword(authHost, agent?.email ?? "", localPassword);
  const answer = await fetch(
    `http://127.0.0.1:${functions.api.localPort}/api/v1/conversations/${conversationId}/hand-back`,
    { method: "POST", headers: { authorization: `Bearer ${idToken}` } },
  );
  const { detail, isAnswering } = (await answer.json()) as { detail?: string; isAnswering?: boolean };
  if (!answer.ok) return detail ?? `The API answered ${answer.status}.`;
  return isAnswering === true
    ? "The bot has the conversation again, and answers what waits."
    : "The bot answers this customer again.";
}

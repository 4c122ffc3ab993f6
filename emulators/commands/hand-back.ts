import { parseArgs } from "node:util";
import { handBack } from "../../shared/conversations/queries/conversations.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { explainNotRunning, openLocalDatabase } from "../stack/local-database.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";

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
  const returned = await inTenant(db, tenant.id, async (trx) => {
    const conversation = await trx
      .selectFrom("conversations")
      .innerJoin("contacts", "contacts.id", "conversations.contact_id")
      .select("conversations.id")
      .where("contacts.phone", "=", flags.as.replaceAll(/\D/g, ""))
      .where("conversations.status", "=", "open")
      .executeTakeFirst();
    return conversation !== undefined && (await handBack(trx, conversation.id));
  });
  console.log(returned ? "The bot answers this customer again." : "This conversation is not with a human.");
} catch (error) {
  explainNotRunning(error);
} finally {
  await db.destroy();
}

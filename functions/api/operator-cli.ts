import { v4 as uuidv4 } from "uuid";
import { createIdentity } from "../../shared/tenants/identity.ts";
import { createDatabase } from "../../shared/db/client.ts";
import {
  listOperators,
  recordOperator,
  revokeOperator,
} from "../../shared/tenants/queries/platform-operators.ts";

/**
 * Makes and unmakes operators, and sets what passwords must be: for whoever may run the migrations and administer Firebase, for the API itself can do
 * neither. Credentials of Google are found as always (`gcloud auth application-default login`).
 */
const usage = `Usage: npm run operator -- grant|revoke someone@example.com, or list, or policy
Reads DATABASE_OWNER_URL and FIREBASE_PROJECT_ID.`;

const [command, address] = process.argv.slice(2);
const email = address?.trim().toLowerCase();
const databaseUrl = process.env["DATABASE_OWNER_URL"];
const projectId = process.env["FIREBASE_PROJECT_ID"];
const isKnown =
  command === "list" ||
  command === "policy" ||
  ((command === "grant" || command === "revoke") && email?.includes("@") === true);
if (!isKnown || databaseUrl === undefined || projectId === undefined) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

const db = createDatabase(databaseUrl, { maxConnections: 1, applicationName: "operator" });
const identity = createIdentity({ projectId });
try {
  process.stdout.write(`${await run()}\n`);
} finally {
  await identity.close();
  await db.destroy();
}

async function run(): Promise<string> {
  if (command === "policy") {
    await identity.enforcePasswordPolicy();
    return "Passwords have 12 characters at least, from the next sign-in on.";
  }
  if (command === "list" || email === undefined) {
    const operators = await listOperators(db);
    return operators
      .map((one) => `${one.email} (${one.firebaseUid})${one.revokedAt === null ? "" : " revoked"}`)
      .join("\n");
  }
  const account = await identity.findAccount({ email });
  if (command === "revoke") {
    if (account === undefined || !(await revokeOperator(db, account.uid))) return `${email} is no operator.`;
    await identity.setClaims(account.uid, null);
    await identity.revoke(account.uid);
    return `${email} is an operator no more.`;
  }
  if (account?.claims["tenantId"] !== undefined)
    return `${email} is a tenant's user, who cannot be an operator as well.`;
  const uid = account?.uid ?? uuidv4();
  if (account === undefined) await identity.createAccount({ uid, email, displayName: email });
  await recordOperator(db, { firebaseUid: uid, email });
  await identity.setClaims(uid, { role: "operator" });
  return `${email} is an operator from the next sign-in on.${account === undefined ? " The account is new: reset its password to sign in." : ""} It needs a second factor to be let in.`;
}

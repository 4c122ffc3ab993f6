import { parseArgs } from "node:util";
import { seedOperator } from "../../shared/testing/examples/seed-data.ts";
import { localPassword } from "../stack/seed-accounts.ts";
import { signInWithPassword } from "../servers/firebase/sign-in.ts";
import { explainNotRunning } from "../stack/local-database.ts";
import { serverPorts } from "../stack/ports.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";

const usage = "Usage: npm run --silent token -- --role operator | --role admin|agent|viewer [--tenant acme]";
const { values: flags } = parseArgs({
  options: { role: { type: "string", default: "operator" }, tenant: { type: "string", default: "acme" } },
});
const email =
  flags.role === "operator"
    ? seedOperator.email
    : seedTenantOf(flags.tenant)?.users.find(({ role }) => role === flags.role)?.email;
if (email === undefined) {
  console.error(usage);
  process.exit(2);
}
const authHost = process.env["FIREBASE_AUTH_EMULATOR_HOST"] ?? `127.0.0.1:${serverPorts.firebaseAuth}`;
try {
  const { idToken } = await signInWithPassword(authHost, email, localPassword);
  // Alone on standard output, so that TOKEN=$(npm run --silent token) holds it.
  console.log(idToken);
} catch (error) {
  if (error instanceof Error && error.cause !== undefined) explainNotRunning(error.cause);
  throw error;
}

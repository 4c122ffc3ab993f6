import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import { variables } from "../../shared/contracts/variables.ts";

/** `role on what`, for everything that a function's declaration entitles it to. */
export function expectedRights(project: string, declared: FunctionDeclaration): string[] {
  const { emits, trigger } = declared;
  const listed = new Set<string>(declared.variables);
  const rights = emits.map((topic) => `roles/pubsub.publisher on ${topic}`);
  for (const name of declared.variables) {
    if (variables[name].secret && name !== "SECRETS_KEY")
      rights.push(`roles/secretmanager.secretAccessor on ${secretId(name)}`);
  }
  if (listed.has("DATABASE_URL") || listed.has("PLATFORM_DATABASE_URL")) {
    rights.push("roles/cloudsql.client on the instance", "roles/cloudsql.instanceUser on the instance");
  }
  for (const purpose of ["documents", "media", "reports"]) {
    if (listed.has(`${purpose.toUpperCase()}_BUCKET`))
      rights.push(`roles/storage.objectUser on ${project}-${purpose}`);
  }
  if (trigger.kind === "http" && [...listed].some((name) => name.endsWith("_BUCKET"))) {
    rights.push("roles/iam.serviceAccountTokenCreator on itself");
  }
  if (listed.has("KMS_KEY_NAME")) {
    rights.push(
      `roles/cloudkms.cryptoKey${trigger.kind === "event" ? "Decrypter" : "EncrypterDecrypter"} on data-keys-id`,
    );
  }
  if (listed.has("FIREBASE_PROJECT_ID") && trigger.kind !== "event")
    rights.push("roles/firebaseauth.admin on the project");
  if ([...listed].some((name) => name.endsWith("_DATASET"))) rights.push("roles/bigquery.dataEditor on crm");
  return rights.toSorted();
}

function secretId(variable: string): string {
  return `crm-${variable.toLowerCase().replaceAll("_", "-")}`;
}

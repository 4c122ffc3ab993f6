import type { FunctionDeclaration } from "../../shared/contracts/functions.ts";
import { variables } from "../../shared/contracts/variables.ts";
import { containerServices } from "../container-services.ts";

/** `role on what`, for everything that a function's declaration entitles it to. */
export function expectedRights(project: string, name: string, declared: FunctionDeclaration): string[] {
  const { emits, trigger } = declared;
  const listed = new Set<string>(declared.variables);
  const rights = emits.map((topic) => `roles/pubsub.publisher on ${topic}`);
  for (const variable of declared.variables) {
    if (variables[variable].secret && variable !== "SECRETS_KEY")
      rights.push(`roles/secretmanager.secretAccessor on ${secretId(variable)}`);
  }
  if (listed.has("DATABASE_URL") || listed.has("PLATFORM_DATABASE_URL")) {
    rights.push("roles/cloudsql.client on the instance", "roles/cloudsql.instanceUser on the instance");
  }
  for (const purpose of ["documents", "media", "reports", "erasures"]) {
    if (listed.has(`${purpose.toUpperCase()}_BUCKET`))
      rights.push(`roles/storage.objectUser on ${project}-${purpose}`);
  }
  if (trigger.kind === "http" && [...listed].some((variable) => variable.endsWith("_BUCKET"))) {
    rights.push("roles/iam.serviceAccountTokenCreator on itself");
  }
  if (listed.has("KMS_KEY_NAME")) {
    rights.push(
      `roles/cloudkms.cryptoKey${trigger.kind === "event" ? "Decrypter" : "EncrypterDecrypter"} on data-keys-id`,
    );
  }
  if (listed.has("FIREBASE_PROJECT_ID") && trigger.kind !== "event")
    rights.push("roles/firebaseauth.admin on the project");
  if ([...listed].some((variable) => variable.endsWith("_DATASET"))) {
    const isAppender = trigger.kind === "event";
    rights.push(`projects/${project}/roles/crmWarehouse${isAppender ? "Append" : "Erase"} on crm`);
    if (!isAppender) rights.push("roles/bigquery.jobUser on the project");
  }
  // Its code is mounted, not built into an image.
  if (containerServices.includes(name)) rights.push(`roles/storage.objectViewer on ${project}-sources`);
  return rights.toSorted();
}

function secretId(variable: string): string {
  return `crm-${variable.toLowerCase().replaceAll("_", "-")}`;
}

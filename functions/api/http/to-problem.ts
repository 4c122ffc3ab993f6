import { HTTPException } from "hono/http-exception";
import { isDatabaseAway } from "../../../shared/db/errors.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** Unique constraints → the field to name. */
const fieldOfConstraint: Record<string, string> = {
  tenants_slug_key: "slug",
  outlets_one_claim: "wabaPhoneNumberId",
  outlets_tenant_id_waba_phone_number_id_key: "wabaPhoneNumberId",
  tenants_firebase_tenant_id_key: "firebaseTenantId",
  tags_name: "name",
  canned_replies_tenant_id_shortcut_outlet_id_language_key: "shortcut",
  users_firebase_uid_key: "firebaseUid",
  users_tenant_id_email_key: "email",
};

/** The problem that an error stands for; undefined for a bug. */
export function toProblem(error: unknown): HttpProblem | undefined {
  if (error instanceof HttpProblem) return error;
  if (error instanceof HTTPException && error.status === 504)
    return new HttpProblem("timed-out", undefined, { cause: error });
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (code === uniqueViolation) {
    const field = fieldOfConstraint[String(constraint)];
    if (field !== undefined) return conflictOn(field, error);
  }
  if (isDatabaseAway(error))
    return new HttpProblem("unavailable", undefined, { cause: error, headers: { "retry-after": "2" } });
  return undefined;
}

/** The 409 that names the field whose value somebody has already. */
function conflictOn(field: string, cause?: unknown): HttpProblem {
  return new HttpProblem("conflict", `Another one has this ${field} already.`, {
    errors: [{ field, code: "taken", message: "is taken" }],
    cause,
  });
}

const uniqueViolation = "23505";

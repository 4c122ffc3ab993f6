import { asText, type JsonObject, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { asPhone, asUserId } from "../../rules/identity.ts";
import { omitMissing } from "./omit-missing.ts";

export type SystemContent = {
  kind: "system";
  /** `user_changed_number`, `user_changed_user_id`, `customer_identity_changed`, or what Meta adds. */
  event?: string;
  identityHash?: string;
  change?: IdentityChange;
};

/** The customer is another number or user id from now on, and still the same customer. */
export type IdentityChange = {
  from: { phone?: string; businessScopedUserId?: string };
  to: { phone?: string; businessScopedUserId?: string };
};

export function readSystem(message: JsonObject): KindReading<SystemContent> {
  const system = property(message, "system");
  const event = asText(property(system, "type"));
  const change = readChange(message, system, event);
  const body = asText(property(system, "body"));
  return {
    content: omitMissing({
      kind: "system" as const,
      event,
      identityHash: asText(property(property(message, "identity"), "hash")),
      change,
    }),
    body: body ?? `[${event ?? "system"}]`,
  };
}

function readChange(
  message: JsonObject,
  system: unknown,
  event: string | undefined,
): IdentityChange | undefined {
  if (event !== "user_changed_number" && event !== "user_changed_user_id") return undefined;
  const to = omitMissing({
    phone: asPhone(property(system, "wa_id")) ?? asPhone(property(system, "new_wa_id")),
    businessScopedUserId: asUserId(property(system, "user_id")),
  });
  const from = omitMissing({
    phone: asPhone(property(message, "from")) ?? asPhone(property(system, "customer")),
    businessScopedUserId:
      asUserId(property(system, "previous_user_id")) ?? asUserId(property(message, "from_user_id")),
  });
  const known = [from, to].every((side) => (side.phone ?? side.businessScopedUserId) !== undefined);
  return known ? { from, to } : undefined;
}

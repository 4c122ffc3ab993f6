import { z } from "@hono/zod-openapi";
import type { User } from "../../../shared/db/schema.d.ts";
import { tenantRoles } from "../../../shared/tenants/rules/permissions.ts";
import { email, id, timestamp, version } from "../http/schemas.ts";

export const role = z.enum(tenantRoles).openapi("Role");

/** As Firebase makes them, or as an administrator chose: up to 128 characters. */
export const firebaseUid = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, "must be a Firebase uid: up to 128 visible ASCII characters")
  .openapi({ example: "acme-admin" });

export const userStatus = z.enum(["active", "disabled"]);

export const userSchema = z
  .object({
    id,
    tenantId: id,
    firebaseUid: z.string(),
    email: z.string(),
    displayName: z.string(),
    role,
    status: userStatus,
    invitedAt: timestamp.nullable().openapi({ description: "When a mail last told the user the way in" }),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("User");

export const userFilters = { role: role.optional(), email: email.optional(), status: userStatus.optional() };

/** The user as the API shows it. */
export function presentUser(user: User): z.output<typeof userSchema> {
  return {
    id: user.id,
    tenantId: user.tenant_id,
    firebaseUid: user.firebase_uid,
    email: user.email,
    displayName: user.display_name,
    role: user.role,
    status: user.status,
    invitedAt: user.invited_at?.toISOString() ?? null,
    version: user.version,
    createdAt: user.created_at.toISOString(),
    updatedAt: user.updated_at.toISOString(),
  };
}

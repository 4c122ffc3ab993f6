import { z } from "@hono/zod-openapi";
import { toJsonb } from "../../../shared/db/jsonb.ts";
import type { Outlet } from "../../../shared/db/schema.d.ts";
import {
  businessHoursSchema,
  readBusinessHours,
} from "../../../shared/conversations/rules/business-hours.ts";
import { schemaOf } from "../http/domain-schema.ts";
import { email, id, metaId, phoneNumber, text, timestamp, version } from "../http/schemas.ts";

/** What a client sets. */
export const outletFields = {
  name: text(200),
  wabaPhoneNumber: phoneNumber,
  wabaPhoneNumberId: metaId.openapi({
    description: "Meta's id of the phone number",
    example: "106540352242922",
  }),
  wabaBusinessAccountId: metaId.openapi({
    description: "Meta's id of the WhatsApp Business Account",
    example: "102290129340398",
  }),
  wabaAccessToken: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .regex(/^[\x21-\x7e]+$/, "must be visible ASCII characters without blanks")
    .openapi({ description: "Kept encrypted, and never shown again" }),
};

const businessHours = schemaOf(businessHoursSchema, {
  description:
    "When people answer, in local times: a weekly table, and days that differ from it (holidays: without spans). A span whose " +
    "end is not after its start ends on the next day. Customers whose question is handed over are told when that is.",
  example: {
    timeZone: "Asia/Jakarta",
    weekly: { monday: [{ from: "09:00", to: "17:00" }], saturday: [{ from: "09:00", to: "12:00" }] },
    exceptions: [{ date: "2026-12-25", open: [], note: "Christmas" }],
  },
});

/** How people of the outlet answer; may be set at any time. */
export const peopleFields = {
  businessHours: businessHours.nullable().optional(),
  notificationEmails: z
    .array(email)
    .max(20)
    .optional()
    .openapi({ description: "Who is told by mail of waiting conversations; none: the tenant's admins" }),
};

/** The columns of what is set of them. */
export function peopleColumns({
  businessHours: hours,
  notificationEmails: emails,
}: {
  businessHours?: z.output<typeof businessHoursSchema> | null | undefined;
  notificationEmails?: string[] | undefined;
}) {
  return {
    ...(hours === undefined ? {} : { business_hours: hours === null ? null : toJsonb(hours) }),
    ...(emails === undefined ? {} : { notification_emails: [...new Set(emails)] }),
  };
}

const status = z.enum(["unverified", "active", "paused", "disabled", "moved"]);

export const outletSchema = z
  .object({
    id,
    tenantId: id,
    name: z.string(),
    wabaPhoneNumber: z.string(),
    wabaPhoneNumberId: z.string(),
    wabaBusinessAccountId: z.string(),
    wabaAccessTokenLast4: z
      .string()
      .nullable()
      .openapi({ description: "To tell tokens apart; null when there is none, or a short one" }),
    wabaAccessTokenSetAt: timestamp.nullable(),
    status: status.openapi({
      description:
        "`active` sends and answers; `paused` holds what is to be sent until the token is mended; `unverified` has not proven " +
        "its number and gets nothing that comes for it; `disabled` does nothing; `moved`: somebody else has proven the number",
    }),
    statusReason: z.string().nullable().openapi({ description: "Why it is not active; a word to decide by" }),
    statusMessage: z.string().nullable().openapi({ description: "The same for a person, with what to do" }),
    verifiedName: z.string().nullable(),
    displayPhoneNumber: z.string().nullable(),
    qualityRating: z.string().nullable(),
    throughputLevel: z.string().nullable(),
    businessHours: businessHours.nullable().openapi({ description: "Null: as if people always answered" }),
    notificationEmails: z.array(z.string()),
    version,
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("Outlet");

export const outletStatusFilter = { status: status.optional() };

/** The outlet as the API shows it: of its token only enough to tell it from another. */
export function presentOutlet(outlet: Outlet): z.output<typeof outletSchema> {
  return {
    id: outlet.id,
    tenantId: outlet.tenant_id,
    name: outlet.name,
    wabaPhoneNumber: outlet.waba_phone_number,
    wabaPhoneNumberId: outlet.waba_phone_number_id,
    wabaBusinessAccountId: outlet.waba_business_account_id,
    wabaAccessTokenLast4: outlet.access_token_last4,
    wabaAccessTokenSetAt: outlet.access_token_set_at?.toISOString() ?? null,
    status: outlet.status,
    statusReason: outlet.status_reason,
    statusMessage: outlet.status_message,
    verifiedName: outlet.verified_name,
    displayPhoneNumber: outlet.display_phone_number,
    qualityRating: outlet.quality_rating,
    throughputLevel: outlet.throughput_level,
    businessHours: readBusinessHours(outlet.business_hours) ?? null,
    notificationEmails: outlet.notification_emails,
    version: outlet.version,
    createdAt: outlet.created_at.toISOString(),
    updatedAt: outlet.updated_at.toISOString(),
  };
}

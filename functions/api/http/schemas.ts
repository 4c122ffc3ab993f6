import { z } from "@hono/zod-openapi";
import { parsePhoneNumberFromString } from "libphonenumber-js";

/** What PostgreSQL and a reader can take: no control characters, no half of a surrogate pair. */
export function isCleanText(value: string): boolean {
  return value.isWellFormed() && !/[\p{Cc}--[\t\n\r]]/v.test(value);
}

const unclean = "must not hold control characters or broken Unicode";

/** One line of text, trimmed. */
export function text(maxLength: number) {
  return z.string().trim().min(1).max(maxLength).refine(isCleanText, unclean);
}

export const id = z.uuid().toLowerCase().openapi({ example: "01900000-0000-7000-8000-00000000a000" });
export const version = z.int().positive().openapi({ description: "Raised by every change; the ETag" });
export const timestamp = z.iso.datetime().openapi({ example: "2026-03-01T09:30:00.000Z" });

/** Lower-cased, for two spellings are one address. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .openapi({ type: "string", format: "email", example: "owner@acme.example" });

/**
 * A phone number with its country code, in any common notation, kept in E.164. Checked for length and country but not
 * against the lists of ranges in use: Meta's own test numbers (+1 555 …) are in none.
 */
export const phoneNumber = z
  .string()
  .max(40)
  .transform((value, context) => {
    const parsed = parsePhoneNumberFromString(value, { extract: false });
    if (parsed?.isPossible()) return parsed.number as string;
    // Within a country people leave its code out and begin with 0, which no number of E.164 does.
    const isLocal = /^[\s(]*0(?!0)/.test(value);
    context.issues.push({
      code: "custom",
      message: isLocal
        ? "is in its local form, which begins with 0: write it with its country code, as +6281234567890 for 081234567890"
        : "must be a phone number with its country code, as +6281234567890",
      input: value,
    });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "+6281234567890" });

/** Meta's ids are digits, of no promised length. */
export const metaId = z
  .string()
  .trim()
  .regex(/^\d{5,32}$/, "must be Meta's id, which is digits only");

export const slug = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9](-?[a-z0-9])+$/, "must be lower-case letters, digits and single hyphens between them")
  .openapi({
    example: "acme",
    description: "3 to 63 lower-case letters, digits, and single hyphens between them; never changes",
  });

/** Of a body: whose it is to be. */
export const ownTenantId = id
  .optional()
  .openapi({ description: "Your own tenant's unless said otherwise; needed from operators alone" });

export const idParams = z.object({ id });
export const tenantIdParams = z.object({ tenantId: id });

/** The `version` of a body, for clients that do not set If-Match. */
export const expectedVersion = version
  .optional()
  .openapi({ description: "As If-Match: the version that the change is meant for" });

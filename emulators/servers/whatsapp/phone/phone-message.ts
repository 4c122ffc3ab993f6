import * as z from "zod";
import { mediaKinds } from "./card/media-card.ts";

/** Digits of a customer's phone; a "+" and spaces are ignored. */
export const customerPhone = z.string().transform((phone, context) => {
  const digits = phone.replaceAll(/\D/g, "");
  if (!/^\d{5,15}$/.test(digits)) context.addIssue("must be a phone number of 5 to 15 digits");
  return digits;
});

/** A file with the message, by its bytes or by the id that it was uploaded under. */
const media = z
  .strictObject({
    kind: z.enum(mediaKinds).default("document"),
    mimeType: z.string().optional(),
    base64: z.base64().optional(),
    id: z.string().optional(),
    filename: z.string().optional(),
    /** A recording, rather than a sound file. */
    voice: z.boolean().default(true),
  })
  .refine(
    ({ id, base64, mimeType }) => (id === undefined) === (base64 !== undefined && mimeType !== undefined),
    {
      error: "must have either an id, or base64 with mimeType",
    },
  );

/** The body of `POST /__phone/messages`: what a customer's phone sends. */
export const phoneMessageSchema = z.strictObject({
  from: customerPhone,
  /** Id of the business number; the first one by default. */
  to: z.string().optional(),
  text: z.string().max(65_536).optional(),
  /** The customer's profile name. */
  name: z.string().optional(),
  /** Message id that this quotes. */
  replyTo: z.string().optional(),
  autoRead: z.boolean().optional(),
  forwarded: z.enum(["once", "often"]).optional(),
  /** `text` becomes its caption. */
  media: media.optional(),
  /** Laid over the message in the webhook, for any type and shape; a null value removes the key. */
  raw: z.record(z.string(), z.unknown()).optional(),
});

export type PhoneMessage = z.infer<typeof phoneMessageSchema>;

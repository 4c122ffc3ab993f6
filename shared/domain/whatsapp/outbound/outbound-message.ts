import { z } from "zod";
import { interactiveMessages } from "./interactive.ts";
import { mediaMessages } from "./media.ts";
import { maxTextLength } from "./split-text.ts";
import { templateMessage } from "./template.ts";
import { textUpTo } from "./text-up-to.ts";

const phone = z.strictObject({
  phone: textUpTo(40),
  type: textUpTo(40).optional(),
  /** The digits that WhatsApp knows it by: shows a button to write to it. */
  waId: z
    .string()
    .regex(/^\d{5,15}$/)
    .optional(),
});
const card = z.strictObject({
  name: z
    .strictObject({
      formattedName: textUpTo(200),
      firstName: textUpTo(100).optional(),
      lastName: textUpTo(100).optional(),
      middleName: textUpTo(100).optional(),
      prefix: textUpTo(40).optional(),
      suffix: textUpTo(40).optional(),
    })
    .refine((name) => Object.keys(name).length > 1, "needs one more part beside formattedName"),
  phones: z.array(phone).max(20).optional(),
  emails: z
    .array(z.strictObject({ email: z.email(), type: textUpTo(40).optional() }))
    .max(20)
    .optional(),
  organization: textUpTo(200).optional(),
});

/** Every message that we send, with the limits that Meta would refuse it for. */
export const outboundMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("text"),
    text: textUpTo(maxTextLength),
    /** Shows a preview of the first link. */
    previewUrl: z.boolean().optional(),
  }),
  ...mediaMessages,
  ...interactiveMessages,
  z.strictObject({
    type: z.literal("location"),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: textUpTo(1000).optional(),
    address: textUpTo(1000).optional(),
  }),
  z.strictObject({ type: z.literal("contacts"), contacts: z.array(card).min(1).max(257) }),
  /** An empty emoji takes the reaction back. */
  z.strictObject({
    type: z.literal("reaction"),
    messageWamid: z.string().startsWith("wamid.").max(512),
    emoji: z.string().max(40),
  }),
  templateMessage,
]);

export type OutboundMessage = z.infer<typeof outboundMessageSchema>;

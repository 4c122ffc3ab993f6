import { z } from "zod";
import { contactCard } from "./contact-card.ts";
import { interactiveMessages } from "./interactive.ts";
import { mediaMessages } from "./media.ts";
import { maxTextLength } from "./split-text.ts";
import { templateMessage } from "./template.ts";
import { textUpTo } from "./text-up-to.ts";

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
  z.strictObject({ type: z.literal("contacts"), contacts: z.array(contactCard).min(1).max(257) }),
  /** An empty emoji takes the reaction back. */
  z.strictObject({
    type: z.literal("reaction"),
    messageWamid: z.string().startsWith("wamid.").max(512),
    emoji: z.string().max(40),
  }),
  templateMessage,
]);

export type OutboundMessage = z.infer<typeof outboundMessageSchema>;

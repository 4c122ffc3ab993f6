import * as z from "zod";
import { interactiveSchema } from "./interactive-schema.ts";
import { audioFile, documentFile, imageOrVideo, stickerFile, textUpTo } from "./message-parts.ts";

const wamid = z.string().startsWith("wamid.");

const common = {
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.enum(["individual", "group"]).optional(),
  to: z.string().optional(),
  /** The customer's business-scoped user id. */
  recipient: z.string().optional(),
  context: z.looseObject({ message_id: wamid }).optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
};

const contact = z.looseObject({
  name: z.looseObject({ formatted_name: z.string().min(1) }).refine((name) => Object.keys(name).length > 1, {
    error: "must have one more part beside formatted_name",
  }),
});

const template = z.looseObject({
  name: textUpTo(512),
  language: z.looseObject({ code: z.string().min(2) }),
  components: z
    .array(
      z.looseObject({
        type: z.string().regex(/^(header|body|button|carousel|limited_time_offer|order_status)$/i),
        parameters: z.array(z.looseObject({ type: z.string() })).optional(),
      }),
    )
    .optional(),
});

const text = z.strictObject({ body: textUpTo(4096), preview_url: z.boolean().optional() });
const location = z.strictObject({
  latitude: z.coerce.number().min(-90).max(90),
  longitude: z.coerce.number().min(-180).max(180),
  name: z.string().optional(),
  address: z.string().optional(),
});
const reaction = z.strictObject({ message_id: wamid, emoji: z.string() });

/** The body of `POST /{phone_number_id}/messages`, with the limits of Meta's message pages. */
export const messageSchema = z
  .discriminatedUnion("type", [
    z.looseObject({ ...common, type: z.literal("text"), text }),
    z.looseObject({ ...common, type: z.literal("image"), image: imageOrVideo }),
    z.looseObject({ ...common, type: z.literal("video"), video: imageOrVideo }),
    z.looseObject({ ...common, type: z.literal("document"), document: documentFile }),
    z.looseObject({ ...common, type: z.literal("audio"), audio: audioFile }),
    z.looseObject({ ...common, type: z.literal("sticker"), sticker: stickerFile }),
    z.looseObject({ ...common, type: z.literal("location"), location }),
    z.looseObject({ ...common, type: z.literal("contacts"), contacts: z.array(contact).min(1).max(257) }),
    z.looseObject({ ...common, type: z.literal("reaction"), reaction }),
    z.looseObject({ ...common, type: z.literal("interactive"), interactive: interactiveSchema }),
    z.looseObject({ ...common, type: z.literal("template"), template }),
  ])
  .refine((message) => message.type !== "reaction" || message.context === undefined, {
    path: ["context"],
    error: "is not allowed for reactions",
  });

export type GraphMessage = z.infer<typeof messageSchema>;

/** Names the field as Graph does: `Param text['body'] must be ...`. */
export function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  const [first = "body", ...rest] = issue?.path ?? [];
  const path = `${String(first)}${rest.map((part) => (typeof part === "number" ? `[${part}]` : `['${String(part)}']`)).join("")}`;
  return `Param ${path}: ${issue?.message ?? "is not valid"}`;
}

import * as z from "zod";
import { documentFile, imageOrVideo, textUpTo } from "./message-parts.ts";

const textHeader = z.strictObject({ type: z.literal("text"), text: textUpTo(60) });
const header = z.discriminatedUnion("type", [
  textHeader,
  z.strictObject({ type: z.literal("image"), image: imageOrVideo }),
  z.strictObject({ type: z.literal("video"), video: imageOrVideo }),
  z.strictObject({ type: z.literal("document"), document: documentFile }),
]);
const footer = z.strictObject({ text: textUpTo(60) }).optional();
const body = z.strictObject({ text: textUpTo(1024) });

const replyButton = z.strictObject({
  type: z.literal("reply"),
  reply: z.strictObject({ id: textUpTo(256), title: textUpTo(20) }),
});

const button = z.looseObject({
  type: z.literal("button"),
  header: header.optional(),
  body,
  footer,
  action: z.looseObject({ buttons: z.array(replyButton).min(1).max(3) }),
});

const row = z.strictObject({
  id: textUpTo(200),
  title: textUpTo(24),
  description: z.string().max(72).optional(),
});
const section = z.strictObject({ title: textUpTo(24).optional(), rows: z.array(row).min(1) });

const list = z.looseObject({
  type: z.literal("list"),
  header: textHeader.optional(),
  body: z.strictObject({ text: textUpTo(4096) }),
  footer,
  action: z.looseObject({
    button: textUpTo(20),
    sections: z
      .array(section)
      .min(1)
      .max(10)
      .refine((sections) => sections.reduce((sum, { rows }) => sum + rows.length, 0) <= 10, {
        error: "must have at most 10 rows in total",
      })
      .refine((sections) => sections.length === 1 || sections.every(({ title }) => title !== undefined), {
        error: "must have titles when there are several",
      }),
  }),
});

const ctaUrl = z.looseObject({
  type: z.literal("cta_url"),
  header: header.optional(),
  body,
  footer,
  action: z.strictObject({
    name: z.literal("cta_url"),
    parameters: z.strictObject({ display_text: textUpTo(20), url: z.url() }),
  }),
});

const flow = z.looseObject({
  type: z.literal("flow"),
  header: header.optional(),
  body,
  footer,
  action: z.looseObject({
    name: z.literal("flow"),
    parameters: z.looseObject({
      flow_message_version: z.string(),
      flow_cta: textUpTo(20),
      flow_action: z.enum(["navigate", "data_exchange"]).optional(),
    }),
  }),
});

const locationRequest = z.looseObject({
  type: z.literal("location_request_message"),
  body,
  action: z.strictObject({ name: z.literal("send_location") }),
});

const contactRequest = z.looseObject({
  type: z.literal("request_contact_info"),
  action: z.strictObject({ name: z.literal("request_contact_info") }),
});

/** Types of which only the name is checked. */
const unchecked = z.looseObject({
  type: z.enum([
    "product",
    "product_list",
    "catalog_message",
    "order_details",
    "order_status",
    "address_message",
    "carousel",
    "call_permission_request",
    "voice_call",
  ]),
});

export const interactiveSchema = z.discriminatedUnion("type", [
  button,
  list,
  ctaUrl,
  flow,
  locationRequest,
  contactRequest,
  unchecked,
]);

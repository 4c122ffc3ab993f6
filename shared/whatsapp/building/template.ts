import { z } from "zod";
import { mediaSourceSchema } from "./media.ts";
import { textUpTo } from "./text-up-to.ts";
import { toTemplateLanguage } from "../../language/template-language.ts";

/** The variable's name, for templates with named variables; positional ones go by their order. */
const name = z
  .string()
  .regex(/^[a-z0-9_]+$/, "must be a variable's name")
  .max(100)
  .optional();

/** Meta refuses what would break the lines of an approved text. */
const oneLine = (max: number) =>
  textUpTo(max).refine(
    (text) => !/[\n\r\t]| {5}/.test(text),
    "must be one line, without tabs and more than four spaces in a row",
  );

const textParameter = z.strictObject({ type: z.literal("text"), text: oneLine(1024), name });
const mediaParameter = z.strictObject({
  type: z.enum(["image", "video", "document"]),
  media: mediaSourceSchema,
  filename: textUpTo(240).optional(),
});
const locationParameter = z.strictObject({
  type: z.literal("location"),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: textUpTo(1000),
  address: textUpTo(1000),
});
const bodyParameter = z.discriminatedUnion("type", [
  textParameter,
  z.strictObject({
    type: z.literal("currency"),
    fallbackValue: textUpTo(100),
    code: z.string().regex(/^[A-Z]{3}$/, "must be a currency's code"),
    amount1000: z.int(),
    name,
  }),
  z.strictObject({ type: z.literal("date_time"), fallbackValue: textUpTo(100), name }),
]);

const index = z.int().min(0).max(9);
const templateButton = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("quick_reply"), index, payload: textUpTo(256) }),
  z.strictObject({ type: z.literal("url"), index, text: textUpTo(2000) }),
  z.strictObject({ type: z.literal("copy_code"), index, couponCode: textUpTo(20) }),
  z.strictObject({
    type: z.literal("flow"),
    index,
    flowToken: textUpTo(1000).optional(),
    actionData: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ type: z.literal("catalog"), index, thumbnailProductId: textUpTo(100).optional() }),
]);
const buttons = z
  .array(templateButton)
  .max(10, "takes 10 buttons at most")
  .refine(
    (given) => new Set(given.map((button) => button.index)).size === given.length,
    "has one button twice",
  );

const header = z.discriminatedUnion("type", [textParameter, mediaParameter, locationParameter]);
const body = z.array(bodyParameter).max(100);

/** A message made from a template that Meta has approved: the values of its variables. */
export const templateMessage = z.strictObject({
  type: z.literal("template"),
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be a template's name"),
  language: z
    .string()
    .max(20)
    .transform(toTemplateLanguage)
    .pipe(z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/, "must be a language as en or en_US")),
  header: header.optional(),
  body: body.optional(),
  buttons: buttons.optional(),
  /** Cards of a carousel, in their order. */
  cards: z
    .array(z.strictObject({ header: mediaParameter, body: body.optional(), buttons: buttons.optional() }))
    .min(1)
    .max(10)
    .optional(),
  limitedTimeOffer: z.strictObject({ expiresAt: z.iso.datetime() }).optional(),
});

export type TemplateMessage = z.infer<typeof templateMessage>;
export type TemplateHeader = z.infer<typeof header>;
export type TemplateBodyParameter = z.infer<typeof bodyParameter>;
export type TemplateButton = z.infer<typeof templateButton>;

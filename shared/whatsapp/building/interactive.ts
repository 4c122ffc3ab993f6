import { z } from "zod";
import { mediaSourceSchema } from "./media.ts";
import { textUpTo } from "./text-up-to.ts";

const textHeader = z.strictObject({ type: z.literal("text"), text: textUpTo(60) });
const header = z.discriminatedUnion("type", [
  textHeader,
  z.strictObject({ type: z.enum(["image", "video", "document"]), media: mediaSourceSchema }),
]);
const body = textUpTo(1024);
const footer = textUpTo(60).optional();

const button = z.strictObject({ id: textUpTo(256), title: textUpTo(20) });
const row = z.strictObject({
  id: textUpTo(200),
  title: textUpTo(24),
  description: textUpTo(72).optional(),
});
const section = z.strictObject({ title: textUpTo(24).optional(), rows: z.array(row).min(1) });

const maxRows = 10;

/** A form of WhatsApp's own. Its answer comes back as an interactive message with what was filled in, and the token. */
const flow = z
  .strictObject({
    type: z.literal("flow"),
    header: header.optional(),
    body,
    footer,
    flow: z.union(
      [z.strictObject({ id: z.string().regex(/^\d{1,40}$/) }), z.strictObject({ name: textUpTo(200) })],
      {
        error: "must have an id or a name, and nothing else",
      },
    ),
    /** What opens it. */
    cta: textUpTo(20).refine((text) => !/\p{Extended_Pictographic}/u.test(text), "must hold no emoji"),
    token: textUpTo(512).optional(),
    /** Without it the form's own first screen; `data_exchange` asks the form's endpoint for it. */
    action: z.enum(["navigate", "data_exchange"]).optional(),
    payload: z
      .strictObject({
        screen: textUpTo(200),
        data: z
          .record(z.string(), z.unknown())
          .refine((data) => Object.keys(data).length > 0, "must not be empty")
          .optional(),
      })
      .optional(),
    /** Of a form that is not published yet. */
    draft: z.boolean().optional(),
  })
  .refine(({ action, payload }) => action !== "data_exchange" || payload === undefined, {
    path: ["payload"],
    error: "is not for data_exchange",
  });

/** The messages that Graph calls interactive, with the limits of Meta's message pages. */
export const interactiveMessages = [
  z.strictObject({
    type: z.literal("buttons"),
    header: header.optional(),
    body,
    footer,
    buttons: z
      .array(button)
      .min(1, "needs a button")
      .max(3, "takes 3 buttons at most")
      .refine((buttons) => isDistinct(buttons.map(({ id }) => id)), "has two buttons with one id")
      .refine((buttons) => isDistinct(buttons.map(({ title }) => title)), "has two buttons with one title"),
  }),
  z.strictObject({
    type: z.literal("list"),
    header: textHeader.optional(),
    body: textUpTo(4096),
    footer,
    /** What opens the list. */
    button: textUpTo(20),
    sections: z
      .array(section)
      .min(1, "needs a section")
      .max(10, "takes 10 sections at most")
      .refine(
        (sections) => rowsOf(sections).length <= maxRows,
        `takes ${maxRows} rows at most, in all sections`,
      )
      .refine((sections) => isDistinct(rowsOf(sections).map(({ id }) => id)), "has two rows with one id")
      .refine(
        (sections) => sections.length === 1 || sections.every(({ title }) => title !== undefined),
        "needs a title for each section when there are several",
      ),
  }),
  z.strictObject({
    type: z.literal("cta_url"),
    header: header.optional(),
    body,
    footer,
    displayText: textUpTo(20),
    url: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).max(2000),
  }),
  z.strictObject({ type: z.literal("location_request"), body }),
  /** Asks a customer who is known by user id alone for the phone number. */
  z.strictObject({ type: z.literal("contact_request"), body: body.optional() }),
  flow,
] as const;
export type InteractiveMessage = z.infer<(typeof interactiveMessages)[number]>;

function rowsOf(sections: readonly z.infer<typeof section>[]): z.infer<typeof row>[] {
  return sections.flatMap(({ rows }) => rows);
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

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
] as const;
export type InteractiveMessage = z.infer<(typeof interactiveMessages)[number]>;

function rowsOf(sections: readonly z.infer<typeof section>[]): z.infer<typeof row>[] {
  return sections.flatMap(({ rows }) => rows);
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

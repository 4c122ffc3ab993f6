import { z } from "zod";
import { textUpTo } from "./text-up-to.ts";

/** HOME or WORK, say; WhatsApp takes any word. */
const type = textUpTo(40).optional();

const phone = z.strictObject({
  phone: textUpTo(40),
  type,
  /** The digits that WhatsApp knows it by: shows a button to write to it. */
  waId: z
    .string()
    .regex(/^\d{5,15}$/)
    .optional(),
});

const address = z.strictObject({
  street: textUpTo(200).optional(),
  city: textUpTo(100).optional(),
  state: textUpTo(100).optional(),
  zip: textUpTo(40).optional(),
  country: textUpTo(100).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Za-z]{2}$/, "must be a country's two letters")
    .optional(),
  type,
});

const url = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).max(2000),
  type,
});

/** A contact that is sent to a customer. */
export const contactCard = z.strictObject({
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
    .array(z.strictObject({ email: z.email(), type }))
    .max(20)
    .optional(),
  addresses: z.array(address).max(20).optional(),
  urls: z.array(url).max(20).optional(),
  birthday: z.iso.date().optional(),
  organization: textUpTo(200).optional(),
  department: textUpTo(200).optional(),
  jobTitle: textUpTo(200).optional(),
});

export type ContactCard = z.infer<typeof contactCard>;

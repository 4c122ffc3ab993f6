import * as z from "zod";

/** Text of 1 to `max` characters. */
export function textUpTo(max: number) {
  return z.string().min(1).max(max);
}

const media = {
  id: z.string().min(1).optional(),
  link: z.url({ protocol: /^https?$/ }).optional(),
};

function hasSource(value: { id?: string | undefined; link?: string | undefined }): boolean {
  return (value.id === undefined) !== (value.link === undefined);
}

const sourceRule = { error: "must have either id or link" };

export const imageOrVideo = z
  .strictObject({ ...media, caption: z.string().max(1024).optional() })
  .refine(hasSource, sourceRule);

export const documentFile = z
  .strictObject({ ...media, caption: z.string().max(1024).optional(), filename: z.string().optional() })
  .refine(hasSource, sourceRule);

export const audioFile = z
  .strictObject({ ...media, voice: z.boolean().optional() })
  .refine(hasSource, sourceRule);

export const stickerFile = z.strictObject(media).refine(hasSource, sourceRule);

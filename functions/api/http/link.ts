import { z } from "@hono/zod-openapi";
import { getExtension } from "hono/utils/mime";
import type { Objects } from "../../../shared/files/objects.ts";
import { deliverFile } from "../../../shared/files/rules/deliver-file.ts";
import { timestamp } from "./schemas.ts";

/** Long enough to begin a download; what has begun goes on. */
const lifetimeMs = 5 * 60_000;

export const linkSchema = z
  .object({
    url: z.string().openapi({
      description:
        "Opens the file for whoever has it: not to be kept or passed on. Only pictures, sound, films and PDF are shown by a " +
        "browser; everything else is downloaded.",
      example: "https://storage.googleapis.com/bucket/tenants/…?X-Goog-Algorithm=GOOG4-RSA-SHA256&…",
    }),
    expiresAt: timestamp,
    fileName: z.string().openapi({ example: "prices.pdf" }),
    contentType: z.string().openapi({ example: "application/pdf" }),
    sizeBytes: z.int(),
  })
  .openapi("Link");

/** A link by which a browser may open the object for a few minutes; undefined when there is no object. */
export async function linkTo(
  objects: Objects,
  objectName: string,
  file: { name: string | undefined; now: Date },
): Promise<z.output<typeof linkSchema> | undefined> {
  const object = await objects.describe(objectName);
  if (object === undefined) return undefined;
  const delivery = deliverFile(object.contentType);
  const { contentType } = delivery;
  const fileName = file.name ?? `file.${getExtension(contentType) ?? "bin"}`;
  return {
    url: await objects.signReadUrl(objectName, { ...delivery, fileName, lifetimeMs }),
    expiresAt: new Date(file.now.getTime() + lifetimeMs).toISOString(),
    fileName,
    contentType,
    sizeBytes: object.sizeBytes,
  };
}

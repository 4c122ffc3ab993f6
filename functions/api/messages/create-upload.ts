import { z } from "@hono/zod-openapi";
import { v7 as uuidv7 } from "uuid";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import { mediaKinds, mediaRules } from "../../../shared/whatsapp/building/media.ts";
import { uploadObjectName } from "../../../shared/conversations/rules/upload-object-name.ts";
import { found, requireTenant } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { text, ownTenantId } from "../http/schemas.ts";

/** The largest file of a type that any kind of message takes; undefined for a type that none does. */
function mostBytes(contentType: string): number | undefined {
  const rules = mediaKinds.map((kind) => mediaRules[kind]).filter(({ types }) => types.includes(contentType));
  return rules.length === 0 ? undefined : Math.max(...rules.map(({ maxBytes }) => maxBytes));
}

export const createUpload = defineRoute(
  {
    method: "post",
    path: "/uploads",
    permission: "messages:send",
    tag: "Messages",
    summary: "Upload a file to send",
    description:
      "Send the bytes with PUT to `uploadUrl`, straight to the bucket: a session of Cloud Storage's resumable uploads, good for a " +
      "week, for a file of exactly this size and type. Then send a message whose `media` is `{objectName}`. WhatsApp takes JPEG and " +
      "PNG up to 5 MB, MP4 and 3GP up to 16 MB, sound up to 16 MB, WebP stickers up to 500 KB, documents up to 100 MB.",
    status: 201,
    body: z
      .object({
        tenantId: ownTenantId,
        fileName: text(200).openapi({ example: "lamp.jpg" }),
        contentType: z.string().max(100).openapi({ example: "image/jpeg" }),
        sizeBytes: z.int().min(1).openapi({ example: 240_000 }),
      })
      .superRefine(({ contentType, sizeBytes }, context) => {
        const most = mostBytes(contentType);
        const problem =
          most === undefined
            ? (["contentType", "is no type that WhatsApp takes"] as const)
            : (["sizeBytes", `must be at most ${most} for this type`] as const);
        if (most === undefined || sizeBytes > most)
          context.addIssue({ code: "custom", path: [problem[0]], message: problem[1] });
      }),
    reply: z.object({ objectName: z.string(), uploadUrl: z.string() }).openapi("Upload"),
  },
  async ({ body, principal, origin, read, services, write }) => {
    const tenantId = requireTenant(principal, body.tenantId);
    found(await read(tenantId, findTenant));
    const objectName = uploadObjectName({ tenantId, uploadId: uuidv7(), fileName: body.fileName });
    const uploadUrl = await services.mediaObjects.startUpload(objectName, { ...body, origin });
    return write(tenantId, async () => ({ body: { objectName, uploadUrl } }));
  },
);

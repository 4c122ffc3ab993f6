import { z } from "@hono/zod-openapi";
import { findMessageFile } from "../../../shared/conversations/queries/message-files.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { linkSchema, linkTo } from "../http/link.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { fileOfMessage, type FoundFile } from "./message-file.ts";

export const getMessageMedia = defineRoute(
  {
    method: "get",
    path: "/messages/{id}/media",
    permission: "messages:read",
    tag: "Messages",
    summary: "Get a link to a message's file",
    description:
      "To what a customer or the business sent: a link for five minutes. 409 while the file is still being fetched from " +
      "WhatsApp (try again soon), 410 when it could not be fetched or is not kept any more, with the reason in `detail`; a file " +
      "that was sent by a link or by WhatsApp's own id is not here.",
    status: 200,
    params: idParams,
    query: z.object({
      index: z.coerce.number().int().min(0).max(20).default(0).openapi({
        type: "integer",
        default: 0,
        description: "Which, of a message with several, as a template's carousel",
      }),
    }),
    reply: linkSchema,
    problems: [409, 410],
  },
  async ({ principal, params, query, read, services }) => {
    const file = found(await read(ownTenant(principal), async (trx) => findMessageFile(trx, params.id)));
    const { objectName, name } = requireStored(fileOfMessage(file, query.index));
    const link = await linkTo(services.mediaObjects, objectName, { name, now: services.now() });
    if (link === undefined) throw new HttpProblem("gone");
    return { body: link };
  },
);

function requireStored(file: FoundFile): Extract<FoundFile, { kind: "stored" }> {
  switch (file.kind) {
    case "stored":
      return file;
    case "pending":
      throw new HttpProblem("conflict", "The file is still being fetched from WhatsApp.", {
        headers: { "retry-after": "2" },
      });
    case "lost":
      throw new HttpProblem("gone", `The file could not be fetched from WhatsApp: ${file.reason}.`);
    case "removed":
      throw new HttpProblem("gone", "The file was removed with its message.");
    case "none":
      throw new HttpProblem("not-found", "The message has no such file that is kept here.");
  }
}

import { z } from "@hono/zod-openapi";
import { findConversation } from "../../../shared/conversations/queries/conversations.ts";
import { listKeptDrafts, settleKeptDraft } from "../../../shared/conversations/queries/kept-drafts.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { id, idParams, timestamp } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

const common = { permission: "conversations:handle", tag: "Conversations" } as const;

export const listKeptDraftsRoute = defineRoute(
  {
    ...common,
    method: "get",
    path: "/conversations/{id}/kept-drafts",
    summary: "List what people wrote and WhatsApp no longer let through",
    description:
      "Messages that missed the 24-hour window, in place of which the tenant's `windowTemplate` may have gone. Once the customer " +
      "has written again (`isOffered`), send one with `POST /messages` and its id as `keptDraftId`, or discard it.",
    status: 200,
    params: idParams,
    reply: z
      .object({
        data: z.array(
          z.object({
            id,
            messageId: id,
            userId: id.nullable(),
            text: z.string(),
            isOffered: z.boolean(),
            createdAt: timestamp,
          }),
        ),
      })
      .openapi("KeptDrafts"),
  },
  async ({ principal, params, read }) => {
    const drafts = await read(ownTenant(principal), async (trx) => {
      found(await findConversation(trx, params.id));
      return listKeptDrafts(trx, params.id);
    });
    const data = drafts.map(({ offeredAt, createdAt, ...draft }) => ({
      ...draft,
      isOffered: offeredAt !== null,
      createdAt: createdAt.toISOString(),
    }));
    return { body: { data } };
  },
);

export const discardKeptDraft = defineRoute(
  {
    ...common,
    method: "delete",
    path: "/conversations/{id}/kept-drafts/{draftId}",
    summary: "Discard what was kept",
    status: 204,
    params: idParams.extend({ draftId: id }),
  },
  async ({ principal, params, services, write }) =>
    write(ownTenant(principal), async ({ trx }) => {
      const draft = { id: params.draftId, conversationId: params.id };
      const isSettled = await settleKeptDraft(trx, { ...draft, as: "discarded", at: services.now() });
      found(isSettled ? params.draftId : undefined);
      return {};
    }),
);

import { deleteTag, lockTag, updateTag } from "../../../shared/conversations/queries/tags.ts";
import { audit } from "../http/audit.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { changedTag, presentTag, tagSchema } from "./tag-schema.ts";

const common = {
  permission: "conversations:organize",
  tag: "Tags",
  path: "/tags/{id}",
  params: idParams,
} as const;

export const changeTag = defineRoute(
  {
    ...common,
    method: "put",
    operation: "updateTag",
    summary: "Change a tag's name and color",
    description: "What is left out stays.",
    status: 200,
    body: changedTag,
    reply: tagSchema,
    problems: [409],
  },
  async (context) => {
    const { body, params } = context;
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const before = presentTag(found(await lockTag(trx, params.id)));
      const { name = before.name, color = before.color } = body;
      if (before.name === name && before.color === color) return { body: before };
      const after = presentTag(await updateTag(trx, { id: params.id, name, color }));
      const entry = {
        action: "tag.update",
        subjectType: "tag",
        subjectId: params.id,
        before,
        after,
      } as const;
      await audit(trx, context, tenantId, entry);
      return { body: after };
    });
  },
);

export const deleteTagRoute = defineRoute(
  {
    ...common,
    method: "delete",
    operation: "deleteTag",
    summary: "Delete a tag",
    description: "It is taken off all conversations and contacts.",
    status: 204,
  },
  async (context) => {
    const { params } = context;
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const before = presentTag(found(await lockTag(trx, params.id)));
      await deleteTag(trx, params.id);
      await audit(trx, context, tenantId, {
        action: "tag.delete",
        subjectType: "tag",
        subjectId: params.id,
        before,
      });
      return {};
    });
  },
);

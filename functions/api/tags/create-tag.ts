import { countTags, recordTag } from "../../../shared/conversations/queries/tags.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { defineRoute } from "../http/route.ts";
import { presentTag, newTag, tagSchema } from "./tag-schema.ts";

/** More of them nobody finds any more. */
const mostTags = 500;

export const createTag = defineRoute(
  {
    method: "post",
    path: "/tags",
    permission: "conversations:handle",
    tag: "Tags",
    summary: "Create a tag",
    description: `A tenant has ${mostTags} at most. 409 when there is one of the name, in whichever case.`,
    status: 201,
    body: newTag,
    reply: tagSchema,
    problems: [409],
  },
  async (context) => {
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      if ((await countTags(trx)) >= mostTags)
        throw new HttpProblem("conflict", `There are ${mostTags} tags already.`);
      const tag = await recordTag(trx, context.body);
      const after = presentTag(tag);
      const entry = { action: "tag.create", subjectType: "tag", subjectId: tag.id, after } as const;
      await audit(trx, context, tenantId, entry);
      return { body: after, location: `/tags/${tag.id}` };
    });
  },
);

import { z } from "@hono/zod-openapi";
import { listTags } from "../../../shared/conversations/queries/tags.ts";
import { ownTenant } from "../http/own-tenant.ts";
import { defineRoute } from "../http/route.ts";
import { presentTag, tagSchema } from "./tag-schema.ts";

export const listTagsRoute = defineRoute(
  {
    method: "get",
    path: "/tags",
    permission: "conversations:read",
    tag: "Tags",
    summary: "List tags",
    description: "All of them, by name.",
    status: 200,
    reply: z.object({ data: z.array(tagSchema) }).openapi("Tags"),
  },
  async ({ principal, read }) => ({
    body: { data: (await read(ownTenant(principal), listTags)).map(presentTag) },
  }),
);

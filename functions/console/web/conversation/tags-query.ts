import { queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";

const tagsKey = (tenantId: string) => [tenantId, "tags"] as const;

export const tagsQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: tagsKey(tenantId),
    queryFn: async () => (await dataOf(api.GET("/api/v1/tags", {}))).data,
  });

/** The conversation has these tags and no others. */
export const setTags =
  ({ api }: Session, id: string) =>
  async (tagIds: string[]) =>
    dataOf(api.PUT("/api/v1/conversations/{id}/tags", { params: { path: { id } }, body: { tagIds } }));

/** A new tag of the tenant; resolves to its id. */
export const createTag =
  ({ api }: Session) =>
  async (name: string): Promise<string> =>
    (await dataOf(api.POST("/api/v1/tags", { body: { name } }))).id;

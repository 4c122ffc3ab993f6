import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { dataOf } from "../api/client.ts";
import type { Session } from "../api/session.ts";
import { freshMs } from "../api/fresh.ts";
import type { InboxSearch } from "./inbox-search.ts";
import { viewOf } from "./views.ts";

export const inboxKey = (tenantId: string) => [tenantId, "inbox"] as const;

/** The conversations of a view, page after page. */
export const inboxQuery = (
  { api, tenantId }: Session,
  { view, outlet }: Pick<InboxSearch, "view" | "outlet">,
) =>
  infiniteQueryOptions({
    queryKey: [...inboxKey(tenantId), view, outlet ?? "any"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const query = {
        ...viewOf(view).filter,
        limit: 50,
        ...(outlet === undefined ? {} : { outletId: outlet }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return dataOf(api.GET("/api/v1/conversations", { params: { query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: freshMs.list,
  });

export const countsQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "inbox-counts"],
    queryFn: async () => dataOf(api.GET("/api/v1/conversations/counts", {})),
    refetchInterval: freshMs.list,
  });

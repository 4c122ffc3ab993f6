import { queryOptions } from "@tanstack/react-query";
import { dataOf, type Schemas } from "../api/client.ts";
import type { Session } from "../api/session.ts";

type Messaging = Schemas["MessagingSettings"]["messaging"];

export const messagingQuery = ({ api, tenantId }: Session) =>
  queryOptions({
    queryKey: [tenantId, "messaging"],
    queryFn: async () =>
      (await dataOf(api.GET("/api/v1/tenants/{id}/messaging", { params: { path: { id: tenantId } } })))
        .messaging,
  });

/** Replaces the settings as a whole. */
export const saveMessaging =
  ({ api, tenantId }: Session) =>
  async (body: Messaging) =>
    api.PUT("/api/v1/tenants/{id}/messaging", { params: { path: { id: tenantId } }, body });

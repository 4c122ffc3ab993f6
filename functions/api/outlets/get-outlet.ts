import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { found, findScope } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { outletSchema, presentOutlet } from "./outlet-schema.ts";

export const getOutletRoute = defineRoute(
  {
    method: "get",
    path: "/outlets/{id}",
    permission: "outlets:read",
    tag: "Outlets",
    summary: "Read an outlet",
    status: 200,
    params: idParams,
    reply: outletSchema,
    versioned: true,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "outlets", id);
    const outlet = found(await context.read(tenantId, async (trx) => findOutlet(trx, id)));
    return { body: presentOutlet(outlet), version: outlet.version };
  },
);

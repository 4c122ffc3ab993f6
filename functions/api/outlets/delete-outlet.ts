import { deleteOutlet, lockOutlet } from "../../../shared/db/outlets.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { presentOutlet } from "./outlet-schema.ts";

export const deleteOutletRoute = defineRoute(
  {
    method: "delete",
    path: "/outlets/{id}",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Delete an outlet",
    description:
      "Refused with 409 once it has conversations or usage: disable it instead, with `status` `disabled`.",
    status: 204,
    params: idParams,
    versioned: true,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "outlets", id);
    return context.write(tenantId, async (trx) => {
      const outlet = found(await lockOutlet(trx, id));
      requireVersion(outlet.version, { ifMatch: context.ifMatch });
      await deleteOutlet(trx, id).catch(explainUse);
      const before = presentOutlet(outlet);
      await audit(trx, context, tenantId, {
        action: "outlet.delete",
        subjectType: "outlet",
        subjectId: id,
        before,
      });
      return {};
    });
  },
);

function explainUse(error: unknown): never {
  if ((error as { code?: unknown }).code !== "23503") throw error;
  throw new HttpProblem("conflict", "It has conversations or usage: disable it instead.", { cause: error });
}

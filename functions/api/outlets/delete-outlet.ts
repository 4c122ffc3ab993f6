import { Unopenable } from "../../../shared/tenants/secrets/unopenable.ts";
import { deleteOutlet, findOutlet, lockOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { endSubscription } from "../../../shared/outlets/end-subscription.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { readToken } from "../../../shared/outlets/outlet-access.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute, type RouteContext } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { presentOutlet } from "./outlet-schema.ts";
import { hasProven } from "./plan-change.ts";

export const deleteOutletRoute = defineRoute(
  {
    method: "delete",
    path: "/outlets/{id}",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Delete an outlet",
    description:
      "Our app gets no more webhooks of the account when this was the last outlet of it. Refused with 409 once it has conversations or usage: disable it instead, with `status` `disabled`.",
    status: 204,
    params: idParams,
    versioned: true,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "outlets", id);
    const access = await openAccess(context, tenantId, id);
    let wanted = false;
    const reply = await context.write(tenantId, async ({ trx }) => {
      const outlet = found(await lockOutlet(trx, id));
      wanted = hasProven(outlet);
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
    // Only once it is gone for good, so that nothing ends which is used still.
    if (wanted && access !== undefined) await endSubscription(context.services, { tenantId, ...access });
    return reply;
  },
);

/** What ends the account's webhooks, should this have been the last outlet of it. A token that does not open ends nothing. */
async function openAccess({ read, services }: RouteContext, tenantId: string, outletId: string) {
  try {
    return await read(tenantId, async (trx) => {
      found(await findOutlet(trx, outletId));
      return readToken(trx, services.tokens, tenantId, outletId);
    });
  } catch (error) {
    if (error instanceof Unopenable) return undefined;
    throw error;
  }
}

function explainUse(error: unknown): never {
  if ((error as { code?: unknown }).code !== "23503") throw error;
  throw new HttpProblem("conflict", "It has conversations or usage: disable it instead.", { cause: error });
}

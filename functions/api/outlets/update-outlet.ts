import { z } from "@hono/zod-openapi";
import { findOutlet, lockOutlet, updateOutlet } from "../../../shared/db/outlets.ts";
import type { Outlet } from "../../../shared/db/schema/outlets.ts";
import { checkOutlet, type OutletHealth, resumeOutlet } from "../../../shared/runtime/outlet-health.ts";
import { readToken } from "../../../shared/runtime/outlet-access.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute, type RouteContext } from "../http/route.ts";
import { expectedVersion, idParams } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { healthColumns } from "./health-columns.ts";
import { outletFields, outletSchema, peopleColumns, peopleFields, presentOutlet } from "./outlet-schema.ts";
import { storedToken } from "./stored-token.ts";

const changes = z.object({
  name: outletFields.name.optional(),
  wabaPhoneNumber: outletFields.wabaPhoneNumber.optional(),
  wabaPhoneNumberId: outletFields.wabaPhoneNumberId.optional(),
  wabaBusinessAccountId: outletFields.wabaBusinessAccountId.optional(),
  wabaAccessToken: outletFields.wabaAccessToken.optional(),
  ...peopleFields,
  status: z.enum(["active", "disabled"]).optional(),
  version: expectedVersion,
});
type Changes = z.output<typeof changes>;

export const updateOutletRoute = defineRoute(
  {
    method: "put",
    path: "/outlets/{id}",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Change an outlet",
    description:
      "What is left out stays as it is. A new token, number id or account, and asking for `active`, are checked with WhatsApp " +
      "as at the creation; when the check goes well, what was held is sent.",
    status: 200,
    params: idParams,
    body: changes,
    reply: outletSchema,
    versioned: true,
  },
  async (context) => {
    const { body, ifMatch, services } = context;
    const { id } = context.params;
    const tenantId = await findScope(context, "outlets", id);
    const seen = found(await context.read(tenantId, async (trx) => findOutlet(trx, id)));
    requireVersion(seen.version, { ifMatch, version: body.version });
    const health = needsCheck(seen, body) ? await check(context, tenantId, seen) : undefined;

    return context.write(tenantId, async (trx, emit) => {
      const now = services.now();
      const token = body.wabaAccessToken;
      const tokenColumns =
        token === undefined ? {} : await storedToken(trx, services.tokens, tenantId, token, now);
      const locked = found(await lockOutlet(trx, id));
      // What was checked must be what is changed, whether or not the client asked for it.
      requireVersion(locked.version, { ifMatch: undefined, version: seen.version });
      await updateOutlet(trx, id, {
        ...fieldColumns(body),
        ...peopleColumns(body),
        ...tokenColumns,
        ...(health === undefined
          ? {}
          : healthColumns(health, now, isSameNumber(locked, body) ? locked.throughput_level : null)),
        ...statusColumns(locked, body, health),
      });
      if (health?.status === "active") await resumeOutlet(trx, emit, id);
      const after = presentOutlet(found(await findOutlet(trx, id)));
      const before = presentOutlet(locked);
      await audit(trx, context, tenantId, {
        action: "outlet.update",
        subjectType: "outlet",
        subjectId: id,
        before,
        after,
      });
      return { body: after, version: after.version };
    });
  },
);

function isSameNumber(outlet: Outlet, change: Changes): boolean {
  return (change.wabaPhoneNumberId ?? outlet.waba_phone_number_id) === outlet.waba_phone_number_id;
}

function needsCheck(outlet: Outlet, change: Changes): boolean {
  if (change.status === "disabled") return false;
  return (
    change.wabaAccessToken !== undefined ||
    (change.wabaPhoneNumberId ?? outlet.waba_phone_number_id) !== outlet.waba_phone_number_id ||
    (change.wabaBusinessAccountId ?? outlet.waba_business_account_id) !== outlet.waba_business_account_id ||
    (change.status === "active" && outlet.status !== "active")
  );
}

/** Asks WhatsApp about the outlet as it will be. */
async function check(
  { body, services, read }: RouteContext<unknown, unknown, Changes>,
  tenantId: string,
  outlet: Outlet,
): Promise<OutletHealth> {
  const stored = await read(tenantId, async (trx) => readToken(trx, services.tokens, tenantId, outlet.id));
  const accessToken = body.wabaAccessToken ?? stored?.accessToken;
  if (accessToken === undefined) {
    return {
      status: "unverified",
      reason: "no-token",
      message: "The outlet has no access token yet: set wabaAccessToken.",
    };
  }
  return checkOutlet(services.whatsapp, {
    phoneNumberId: body.wabaPhoneNumberId ?? outlet.waba_phone_number_id,
    businessAccountId: body.wabaBusinessAccountId ?? outlet.waba_business_account_id,
    accessToken,
  });
}

function fieldColumns(change: Changes) {
  return {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.wabaPhoneNumber === undefined ? {} : { waba_phone_number: change.wabaPhoneNumber }),
    ...(change.wabaPhoneNumberId === undefined ? {} : { waba_phone_number_id: change.wabaPhoneNumberId }),
    ...(change.wabaBusinessAccountId === undefined
      ? {}
      : { waba_business_account_id: change.wabaBusinessAccountId }),
  };
}

/** A disabled outlet stays so until it is asked to be active; what passed the check is made active by resuming it. */
function statusColumns(outlet: Outlet, change: Changes, health: OutletHealth | undefined) {
  if (change.status === "disabled")
    return { status: "disabled", status_reason: null, status_message: null } as const;
  if (health === undefined || (outlet.status === "disabled" && change.status !== "active")) return {};
  if (health.status === "active" && outlet.status !== "disabled") return {};
  return { status: "unverified" } as const;
}

import { z } from "@hono/zod-openapi";
import { Unopenable } from "../../../shared/tenants/secrets/unopenable.ts";
import { findOutlet, lockOutlet, updateOutlet } from "../../../shared/outlets/queries/outlets.ts";
import type { Outlet } from "../../../shared/db/schema.d.ts";
import { tokenUnreadable } from "../../../shared/outlets/rules/outlet-problem.ts";
import { endSubscription, subscribeAgain } from "../../../shared/outlets/end-subscription.ts";
import { resumeOutlet } from "../../../shared/outlets/outlet-health.ts";
import { readToken } from "../../../shared/outlets/outlet-access.ts";
import { takeNumber } from "../../../shared/outlets/take-number.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute, type RouteContext } from "../http/route.ts";
import { expectedVersion, idParams, text } from "../http/schemas.ts";
import { requireVersion } from "../http/version.ts";
import { healthColumns } from "./health-columns.ts";
import { outletFields, outletSchema, peopleColumns, peopleFields, presentOutlet } from "./outlet-schema.ts";
import { hasProven, isRenumbered, namedOf, requirePlan } from "./plan-change.ts";
import { type Proof, proveOutlet } from "./prove-outlet.ts";
import { storedToken } from "../../../shared/outlets/stored-token.ts";

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

const query = z
  .object({
    force: z.enum(["true", "false"]).optional().openapi({
      description: "`true` gives a working outlet also what WhatsApp does not confirm; needs `reason`",
    }),
    reason: text(500).optional().openapi({ description: "Why it is forced; kept in the audit log" }),
  })
  .refine(({ force, reason }) => force !== "true" || reason !== undefined, {
    path: ["reason"],
    message: "must say why it is forced",
  });

export const updateOutletRoute = defineRoute(
  {
    method: "put",
    path: "/outlets/{id}",
    permission: "outlets:write",
    tag: "Outlets",
    summary: "Change an outlet",
    description:
      "What is left out stays as it is. A new token, number id or account, and asking for `active`, are checked with WhatsApp " +
      "as at the creation; when the check goes well, what was held is sent. What WhatsApp does not confirm is refused with " +
      "422 where the outlet works, and all stays as it was, unless `force` is `true`: then a broken token pauses the outlet, and " +
      "a number that was not proven makes it `unverified`.",
    status: 200,
    params: idParams,
    query,
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
    const named = namedOf(seen, body);
    const isChecked = needsCheck(seen, body);
    const before =
      isChecked || isRenumbered(seen, body) ? await storedAccess(context, tenantId, id) : undefined;
    const accessToken = body.wabaAccessToken ?? before?.accessToken;
    const proof: Proof | undefined = isChecked
      ? accessToken === undefined
        ? { health: before?.problem ?? noToken }
        : await proveOutlet(services, tenantId, { ...named, accessToken })
      : undefined;
    const plan = requirePlan(seen, body, proof?.health, { isForced: context.query.force === "true" });

    const reply = await context.write(tenantId, async (work) => {
      const now = services.now();
      const token = body.wabaAccessToken;
      const tokenColumns =
        token === undefined ? {} : await storedToken(work.trx, services.tokens, tenantId, token, now);
      const locked = found(await lockOutlet(work.trx, id));
      // What was checked must be what is changed, whether or not the client asked for it.
      requireVersion(locked.version, { ifMatch: undefined, version: seen.version });
      if (plan.activates) await takeNumber(work.trx, tenantId, named, proof?.rival);
      await updateOutlet(work.trx, id, {
        ...fieldColumns(body),
        ...peopleColumns(body),
        ...tokenColumns,
        ...(proof === undefined
          ? {}
          : healthColumns(proof.health, now, isSameNumber(locked, body) ? locked.throughput_level : null)),
        ...statusColumns(plan, locked, now),
      });
      if (plan.activates) await resumeOutlet(work, id);
      const after = presentOutlet(found(await findOutlet(work.trx, id)));
      await audit(work.trx, context, tenantId, {
        action: "outlet.update",
        subjectType: "outlet",
        subjectId: id,
        before: presentOutlet(locked),
        after: context.query.force === "true" ? { ...after, forced: context.query.reason } : after,
      });
      return { body: after, version: after.version };
    });

    if (plan.activates && accessToken !== undefined)
      await subscribeAgain(services, { tenantId, ...named, accessToken });
    const leaves =
      hasProven(seen) && (!plan.isProven || named.businessAccountId !== seen.waba_business_account_id);
    if (leaves && before?.accessToken !== undefined)
      await endSubscription(services, {
        tenantId,
        businessAccountId: seen.waba_business_account_id,
        accessToken: before.accessToken,
      });
    return reply;
  },
);

function isSameNumber(outlet: Outlet, change: Changes): boolean {
  return (change.wabaPhoneNumberId ?? outlet.waba_phone_number_id) === outlet.waba_phone_number_id;
}

function needsCheck(outlet: Outlet, change: Changes): boolean {
  if (change.status === "disabled") return false;
  return (
    change.wabaAccessToken !== undefined ||
    isRenumbered(outlet, change) ||
    (change.status === "active" && outlet.status !== "active")
  );
}

const noToken = {
  status: "unverified",
  reason: "no-token",
  message: "The outlet has no access token yet: set wabaAccessToken.",
} as const;

/** The token that is stored, or why there is none to use. */
async function storedAccess(
  { services, read }: RouteContext,
  tenantId: string,
  outletId: string,
): Promise<{ accessToken: string | undefined; problem: Extract<Proof["health"], { status: "unverified" }> }> {
  try {
    const stored = await read(tenantId, async (trx) => readToken(trx, services.tokens, tenantId, outletId));
    return { accessToken: stored?.accessToken, problem: noToken };
  } catch (error) {
    if (!(error instanceof Unopenable)) throw error;
    return { accessToken: undefined, problem: { status: "unverified", ...tokenUnreadable } };
  }
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

function statusColumns(
  { status, isProven, activates }: ReturnType<typeof requirePlan>,
  outlet: Outlet,
  now: Date,
) {
  return {
    // Resuming leaves a disabled outlet alone; this one was asked to be active.
    ...(activates && outlet.status === "disabled" ? { status: "unverified" as const } : {}),
    ...(isProven ? (activates ? { proven_at: now } : {}) : { proven_at: null }),
    ...(status === undefined ? {} : { status, paused_until: null }),
    ...(status === "disabled" ? { status_reason: null, status_message: null } : {}),
  };
}

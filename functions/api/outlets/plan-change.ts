import type { NamedNumber } from "../../../shared/outlets/queries/outlet-homes.ts";
import type { Outlet } from "../../../shared/db/schema.d.ts";
import { type OutletPlan, planOutletChange } from "../../../shared/whatsapp/rules/plan-outlet-change.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { type OutletHealth, unreachable } from "../../../shared/outlets/outlet-health.ts";

type Change = {
  wabaPhoneNumberId?: string | undefined;
  wabaBusinessAccountId?: string | undefined;
  status?: "active" | "disabled" | undefined;
};

/** The number as the outlet will have it. */
export function namedOf(outlet: Outlet, change: Change): NamedNumber {
  return {
    phoneNumberId: change.wabaPhoneNumberId ?? outlet.waba_phone_number_id,
    businessAccountId: change.wabaBusinessAccountId ?? outlet.waba_business_account_id,
  };
}

export function isRenumbered(outlet: Outlet, change: Change): boolean {
  const { phoneNumberId, businessAccountId } = namedOf(outlet, change);
  return (
    phoneNumberId !== outlet.waba_phone_number_id || businessAccountId !== outlet.waba_business_account_id
  );
}

/** Whether the outlet's number and account were proven, so that it counts among those that want the account's webhooks. */
export function hasProven({ status, proven_at: provenAt }: Outlet): boolean {
  return status === "active" || status === "paused" || (status === "disabled" && provenAt !== null);
}

/** What becomes of the outlet; what would break one that works is the problem that WhatsApp has with it. */
export function requirePlan(
  outlet: Outlet,
  change: Change,
  health: OutletHealth | undefined,
  { isForced }: { isForced: boolean },
): Extract<OutletPlan, { kind: "change" }> {
  const plan = planOutletChange({
    status: outlet.status,
    wasProven: hasProven(outlet),
    isSameNumber: !isRenumbered(outlet, change),
    asked: change.status,
    check: checkOf(health),
    isForced,
  });
  if (plan.kind === "change") return plan;
  if (plan.kind === "later")
    throw new HttpProblem(
      "unavailable",
      "WhatsApp could not be asked just now. The outlet stays as it was.",
      {
        headers: { "retry-after": "10" },
      },
    );
  const { reason = "", message = "" } = health?.status === "unverified" ? health : {};
  throw new HttpProblem(
    "unproven",
    `${message} The outlet works, and stays as it was; force=true changes it all the same.`,
    {
      extensions: { statusReason: reason },
    },
  );
}

function checkOf(health: OutletHealth | undefined) {
  if (health === undefined) return undefined;
  if (health.status === "active") return "confirmed";
  return health.reason === unreachable ? "unreachable" : "denied";
}

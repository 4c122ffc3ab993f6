import type { CallOutcome } from "../../../shared/whatsapp/client/call-outcome.ts";
import { Unopenable } from "../../../shared/tenants/secrets/unopenable.ts";
import { tokenUnreadable } from "../../../shared/outlets/rules/outlet-problem.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { readToken } from "../../../shared/outlets/outlet-access.ts";
import { found } from "../http/reach.ts";
import type { RouteContext } from "../http/route.ts";

/** The business account of the tenant's outlet, with the token that opens it. */
export async function accountAccess(
  { read, services }: RouteContext,
  tenantId: string,
  outletId: string,
): Promise<{ businessAccountId: string; accessToken: string }> {
  const access = await read(tenantId, async (trx) => {
    found(await findOutlet(trx, outletId));
    return readToken(trx, services.tokens, tenantId, outletId);
  }).catch((error: unknown) => {
    if (!(error instanceof Unopenable)) throw error;
    throw new HttpProblem("conflict", tokenUnreadable.message, { cause: error });
  });
  if (access === undefined)
    throw new HttpProblem("conflict", "The outlet has no access token yet: set wabaAccessToken.");
  return access;
}

/** What a call of WhatsApp that did not go well is told as. */
export function whatsAppProblem(failed: Exclude<CallOutcome, { kind: "answered" }>): HttpProblem {
  if (failed.kind !== "refused")
    return new HttpProblem("unavailable", "WhatsApp could not be asked just now.");
  const what = [failed.title, failed.details].filter((part) => part !== undefined).join(": ");
  return new HttpProblem("conflict", `WhatsApp refused it (${failed.code}). ${what}`.trim());
}

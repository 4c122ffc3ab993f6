import type { Rival } from "../../../shared/outlets/queries/claims.ts";
import type { NamedNumber } from "../../../shared/outlets/queries/outlet-homes.ts";
import { numberTaken } from "../../../shared/outlets/rules/outlet-problem.ts";
import { checkRival } from "../../../shared/outlets/check-rival.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { checkOutlet, type OutletHealth } from "../../../shared/outlets/outlet-health.ts";
import type { ApiServices } from "../services.ts";

/** What WhatsApp says of the outlet; of an active one also who is to lose the number to it. */
export type Proof = { health: OutletHealth; rival?: Rival };

/**
 * Has WhatsApp confirm that the token opens the number and its account. Whoever else has the number keeps it while their
 * own token opens it: that is a 409, which only who has proven the number gets to see.
 */
export async function proveOutlet(
  services: ApiServices,
  tenantId: string,
  outlet: NamedNumber & { accessToken: string },
): Promise<Proof> {
  const health = await checkOutlet(services.whatsapp, outlet);
  if (health.status !== "active") return { health };
  const check = await checkRival(services, { tenantId, phoneNumberId: outlet.phoneNumberId });
  switch (check.kind) {
    case "none":
      return { health };
    case "lost":
      return { health, rival: check.rival };
    case "holds":
      throw new HttpProblem("conflict", numberTaken.message, {
        errors: [{ field: "wabaPhoneNumberId", code: "taken", message: "is taken" }],
      });
    case "unknown":
      throw new HttpProblem(
        "unavailable",
        "WhatsApp could not be asked who has the number. Try again in a moment.",
      );
  }
}

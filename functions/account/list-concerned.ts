import { readAccountUpdate } from "../../shared/whatsapp/reading/account-update.ts";
import { asId, property } from "../../shared/contracts/loose-json.ts";
import { findOutletsOfAccount } from "../../shared/outlets/queries/outlet-homes.ts";
import { Permanent } from "../../shared/runtime/errors.ts";
import { Unclaimed } from "../../shared/runtime/unclaimed.ts";
import type { Updated } from "./updated.ts";
import type { AccountServices } from "./services.ts";

/** The account that the news is of, which partner events name inside. */
export function accountOf({ data }: Updated): string {
  return asId(property(property(data.value, "waba_info"), "waba_id")) ?? data.wabaId;
}

/** Meta's id of the number that the news is of; one handed over names it as its recipient. */
export function numberOf({ data }: Updated): string | undefined {
  return data.phoneNumberId ?? asId(property(property(data.value, "recipient"), "phone_number_id"));
}

function isOfCustomer(kind: ReturnType<typeof readAccountUpdate>["kind"]): boolean {
  return kind === "address-book" || kind === "preference" || kind === "handover";
}

/**
 * Whom news of an account concerns: the outlets that have proven a number of it, by tenant. News of people concerns
 * one number; where it names none, and the account has several, it is nobody's.
 */
export async function listConcerned(
  event: Updated,
  { db }: Pick<AccountServices, "db">,
): Promise<Map<string, string[]>> {
  const businessAccountId = accountOf(event);
  const homes = await findOutletsOfAccount(db, businessAccountId);
  if (homes.length === 0) throw new Unclaimed({ businessAccountId });
  const { kind } = readAccountUpdate(event.data.field, event.data.value);
  if (isOfCustomer(kind) && homes.length > 1)
    throw new Permanent("no-number", "news of a customer does not say of which number");
  const byTenant = Map.groupBy(homes, ({ tenantId }) => tenantId);
  return new Map([...byTenant].map(([tenantId, own]) => [tenantId, own.map(({ outletId }) => outletId)]));
}

import { getOutlet } from "../../shared/outlets/queries/outlets.ts";
import type { Outlet } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";

/** The outlets, or the one of them whose number the news names as people write it, in digits. */
export async function listOutletsOfNumber(
  trx: TenantTransaction,
  outletIds: readonly string[],
  number: string | undefined,
): Promise<Outlet[]> {
  const outlets: Outlet[] = [];
  for (const outletId of outletIds) outlets.push(await getOutlet(trx, outletId));
  return number === undefined ? outlets : outlets.filter((outlet) => numberOf(outlet) === number);
}

/** WhatsApp's word counts: what somebody typed may be another's number. */
export function numberOf(outlet: Outlet): string {
  return (outlet.display_phone_number ?? outlet.waba_phone_number).replaceAll(/\D/g, "");
}

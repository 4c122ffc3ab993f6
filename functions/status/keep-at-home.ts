import { isSameNumber, lockHomes } from "../../shared/outlets/queries/outlet-homes.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import { movedAway } from "../../shared/outlets/at-home.ts";
import type { Outcomes, StatusItem } from "./status-item.ts";

/** The tenant's items whose outlets have their numbers still, which stays so in this transaction; of the others that is the outcome. */
export async function keepAtHome(
  trx: TenantTransaction,
  own: readonly StatusItem[],
  outcomes: Outcomes,
): Promise<StatusItem[]> {
  const homes = await lockHomes(
    trx,
    own.map(({ outletId }) => outletId),
  );
  return own.filter((item) => {
    const isHome = isSameNumber(homes.get(item.outletId), item.named);
    if (!isHome) outcomes.set(item, movedAway);
    return isHome;
  });
}

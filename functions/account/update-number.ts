import type { AccountUpdate } from "../../shared/domain/whatsapp/account-update.ts";
import { getOutlet, updateOutlet } from "../../shared/db/outlets.ts";
import type { Place } from "./apply-update.ts";

type NumberQuality = Extract<AccountUpdate, { kind: "number-quality" }>;

/** The news names the number as people write it, not by its id. */
export async function updateNumber(
  { trx, outlets }: Place,
  { phone, quality, throughput }: NumberQuality,
): Promise<string> {
  for (const { outletId } of outlets) {
    const outlet = await getOutlet(trx, outletId);
    const numbers = [outlet.waba_phone_number, outlet.display_phone_number];
    if (!numbers.some((number) => number?.replaceAll(/\D/g, "") === phone)) continue;
    await updateOutlet(trx, outletId, {
      ...(quality === undefined ? {} : { quality_rating: quality }),
      ...(throughput === undefined ? {} : { throughput_level: throughput }),
    });
    return "number-quality";
  }
  return "unknown-number";
}

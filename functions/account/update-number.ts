import type { AccountUpdate } from "../../shared/whatsapp/reading/account-update.ts";
import { findOutlet, updateOutlet } from "../../shared/outlets/queries/outlets.ts";
import { nextThroughput } from "../../shared/whatsapp/rules/send-pace.ts";
import type { Place } from "./place.ts";

type NumberQuality = Extract<AccountUpdate, { kind: "number-quality" }>;

/** The news names the number as people write it, not by its id; the outlets are those that have it. */
export async function updateNumber(
  { trx, outlets }: Place,
  { quality, throughput }: NumberQuality,
): Promise<string> {
  for (const { id } of outlets) {
    const known = throughput === undefined ? undefined : await findOutlet(trx, id);
    await updateOutlet(trx, id, {
      ...(quality === undefined ? {} : { quality_rating: quality }),
      ...(throughput === undefined
        ? {}
        : {
            throughput_level: nextThroughput(known?.throughput_level ?? null, {
              throughputLevel: throughput,
            }),
          }),
    });
  }
  return "number-quality";
}

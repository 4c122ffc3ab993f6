import type { Kysely } from "kysely";
import type { Home, NamedNumber } from "./queries/outlet-homes.ts";
import type { Database } from "../db/schema.d.ts";
import { Retry } from "../runtime/errors.ts";
import type { Lookups } from "./lookups.ts";
import { Unclaimed } from "../runtime/unclaimed.ts";

/** `work` found, in its transaction, that the outlet has the number no more. */
export const movedAway = Symbol("moved away");

/** Of an outlet a second ago that is none now there can be one remembered and one read; more of them is a storm. */
const maxLooks = 3;

/**
 * Runs `work` for the outlet that has proven the number, wherever it is now. `work` must ask in its transaction (see
 * `lockHome`), and say `movedAway` where what is remembered is over; then it is looked up anew. Throws `Unclaimed` when
 * nobody has proven the number.
 */
export async function atHome<Result>(
  { db, lookups }: { db: Kysely<Database>; lookups: Lookups },
  named: NamedNumber,
  work: (home: Home) => Promise<Result | typeof movedAway>,
): Promise<Result> {
  for (let look = 1; look <= maxLooks; look += 1) {
    const home = await lookups.findOutlet(db, named);
    if (home === undefined) throw new Unclaimed(named);
    const result = await work(home);
    if (result !== movedAway) return result;
    lookups.forgetOutlet(named);
  }
  throw new Retry("number-moves", "the number is changing its outlet");
}

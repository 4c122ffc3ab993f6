import type { Kysely } from "kysely";
import { isDatabaseAway } from "../db/errors.ts";
import { deletePublished, type Published } from "../db/outbox.ts";
import type { Database } from "../db/schema.d.ts";
import { createGroupCommit, type GroupCommit } from "./group-commit.ts";

type Forgetter = GroupCommit<Published, undefined>;

const forgetters = new WeakMap<Kysely<Database>, Forgetter>();

/** Removes from the outbox what Pub/Sub has taken, in one statement with what the instance published meanwhile. */
export async function forgetPublished(db: Kysely<Database>, published: Published): Promise<void> {
  let forgetter = forgetters.get(db);
  if (forgetter === undefined) {
    forgetter = createGroupCommit<Published, undefined>({
      async commit(group) {
        await deletePublished(db, group);
        return group.map(() => undefined);
      },
      maxItems: 200,
      maxWaitMs: 0,
      isEverybodys: isDatabaseAway,
    });
    forgetters.set(db, forgetter);
  }
  return forgetter.submit(published);
}

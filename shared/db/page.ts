import { type SelectQueryBuilder, sql } from "kysely";

export type Order = "asc" | "desc";

/** A page of rows in the order of their making, which is that of their ids (UUIDv7). */
export type Page = {
  limit: number;
  /** It begins behind the row of this id. */
  after?: string | undefined;
  /** Oldest first unless said otherwise. */
  order?: Order | undefined;
  /** Made then or later. */
  createdFrom?: Date | undefined;
  /** Made before then. */
  createdTo?: Date | undefined;
};

/** The page of the query's rows; `table` where the query has more than one with an `id` and a `created_at`. */
export function inPage<DB, Tables extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, Tables, Row>,
  { limit, after, order = "asc", createdFrom, createdTo }: Page,
  table?: string,
): SelectQueryBuilder<DB, Tables, Row> {
  const column = (name: string) => sql.ref(table === undefined ? name : `${table}.${name}`);
  const beyond = order === "asc" ? sql`>` : sql`<`;
  return query
    .$if(after !== undefined, (some) => some.where(sql<boolean>`${column("id")} ${beyond} ${after}`))
    .$if(createdFrom !== undefined, (some) =>
      some.where(sql<boolean>`${column("created_at")} >= ${createdFrom}`),
    )
    .$if(createdTo !== undefined, (some) => some.where(sql<boolean>`${column("created_at")} < ${createdTo}`))
    .orderBy(column("id"), order)
    .limit(limit) as SelectQueryBuilder<DB, Tables, Row>;
}

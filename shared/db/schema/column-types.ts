import type { ColumnType } from "kysely";

/** timestamptz: a Date when read; a Date or an ISO 8601 text when written. */
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

/** jsonb: parsed when read (validate it); written as JSON text, by `toJsonb`, because pg would turn a JS array into a Postgres array. */
export type Json = ColumnType<unknown, string, string>;

/** The database fills it in when an insert leaves it out. Kysely's own of this name does not see through the types above. */
export type Generated<T> =
  T extends ColumnType<infer Selected, infer Inserted, infer Updated>
    ? ColumnType<Selected, Inserted | undefined, Updated>
    : ColumnType<T, T | undefined, T>;

import type { BigQuery, Table } from "@google-cloud/bigquery";
import { connectBigQuery } from "../../../../shared/testing/facts.ts";

export const projectId = "test-project";

/** The official client, pointed at the server. */
export function connectTo(url: string): BigQuery {
  return connectBigQuery({ url, projectId });
}

let serial = 0;

/** A dataset of its own, for a test's tables. */
export async function createDataset(client: BigQuery): Promise<string> {
  serial += 1;
  const id = `dataset_${serial}`;
  await client.createDataset(id);
  return id;
}

/** A table of visits, partitioned by day and clustered, whose partitions have to be filtered. */
export async function createVisits(client: BigQuery, dataset: string): Promise<Table> {
  const [table] = await client.dataset(dataset).createTable("visits", {
    schema: [
      { name: "shop", type: "STRING", mode: "REQUIRED" },
      { name: "came_at", type: "TIMESTAMP", mode: "REQUIRED" },
      { name: "guests", type: "INT64" },
    ],
    timePartitioning: { type: "DAY", field: "came_at", expirationMs: "86400000000" },
    requirePartitionFilter: true,
    clustering: { fields: ["shop"] },
  });
  return table;
}

/** Rows as they travel, each with an id by which it is known again. */
export function rawRows(rows: Record<string, Record<string, unknown>>): object[] {
  return Object.entries(rows).map(([insertId, json]) => ({ insertId, json }));
}

/** What of each row a client was told is wrong, by the row's `insertId`. */
export async function refusals(inserting: Promise<unknown>): Promise<Record<string, string[]>> {
  const error = (await inserting.then(
    () => ({ errors: [] }),
    (thrown: unknown) => thrown,
  )) as { errors?: { row: { insertId: string }; errors: { reason: string; message: string }[] }[] };
  return Object.fromEntries(
    (error.errors ?? []).map(({ row, errors }) => [
      row.insertId,
      errors.map(({ reason, message }) => `${reason}: ${message}`),
    ]),
  );
}

import { startBigQuery } from "../../../emulators/servers/bigquery/start-bigquery.ts";
import { createTables } from "../../../emulators/stack/create-tables.ts";
import type { AnalyticsTopic } from "../../../shared/contracts/tables.ts";
import { connectBigQuery, type FactRow, listFacts } from "../../../shared/testing/facts.ts";

export type WarehouseUnderTest = {
  /** What functions read to find it. */
  environment: { BIGQUERY_URL: string; BIGQUERY_DATASET: string };
  /** All rows of a topic's table. */
  rows(topic: AnalyticsTopic): Promise<FactRow[]>;
  /** All rows of all tables. */
  everything(): Promise<FactRow[]>;
  query(query: string, params: object): Promise<FactRow[]>;
  close(): Promise<void>;
};

/** A BigQuery with the tables that the contracts declare. */
export async function startWarehouse(): Promise<WarehouseUnderTest> {
  const server = await startBigQuery({ port: 0 });
  const place = { url: server.url, projectId: "test", dataset: "crm" };
  const { projectId, dataset } = place;
  await createTables(projectId, server.url, dataset);
  const client = connectBigQuery(place);
  return {
    environment: { BIGQUERY_URL: server.url, BIGQUERY_DATASET: dataset },
    rows: async (topic) => listFacts(place, [topic]),
    everything: async () => listFacts(place),
    async query(query, params) {
      const defaultDataset = { projectId, datasetId: dataset };
      const [found] = await client.query({ query, params, defaultDataset });
      return found as FactRow[];
    },
    close: async () => server.close(),
  };
}

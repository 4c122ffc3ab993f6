import { BigQuery, type Dataset } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import {
  type AnalyticsTopic,
  analyticsTopics,
  describeTable,
  tableIdOf,
} from "../../shared/contracts/tables.ts";

/** Creates the dataset and the tables that the contracts declare, as the infrastructure does in the cloud; columns that came are appended. */
export async function createTables(projectId: string, url: string, datasetId: string): Promise<void> {
  const client = new BigQuery({ projectId, apiEndpoint: url, authClient: new PassThroughClient() });
  const dataset = client.dataset(datasetId);
  const [exists] = await dataset.exists();
  if (!exists) await dataset.create();
  const [tables] = await dataset.getTables();
  const made = new Set(tables.map(({ id }) => id));
  await Promise.all(analyticsTopics.map(async (topic) => createTable(dataset, topic, made)));
}

async function createTable(
  dataset: Dataset,
  topic: AnalyticsTopic,
  made: Set<string | undefined>,
): Promise<void> {
  const { description, fields, partitioning, clustering } = describeTable(topic);
  const id = tableIdOf(topic);
  if (made.has(id)) {
    await dataset.table(id).setMetadata({ schema: { fields } });
    return;
  }
  await dataset.createTable(id, {
    description,
    schema: { fields },
    timePartitioning: { type: partitioning.type, field: partitioning.field },
    requirePartitionFilter: partitioning.isFilterRequired,
    clustering: { fields: clustering },
  });
}

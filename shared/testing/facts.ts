import { BigQuery } from "@google-cloud/bigquery";
import { PassThroughClient } from "google-auth-library";
import { type AnalyticsTopic, analyticsTopics, tableIdOf } from "../contracts/tables.ts";

type Place = { url: string; projectId: string; dataset: string };
export type FactRow = Record<string, unknown>;

/** The official client, pointed at a local BigQuery. */
export function connectBigQuery({ url, projectId }: Pick<Place, "url" | "projectId">): BigQuery {
  return new BigQuery({ projectId, apiEndpoint: url, authClient: new PassThroughClient() });
}

/** All rows of the topics' tables; of all topics unless told which. */
export async function listFacts(
  place: Place,
  topics: readonly AnalyticsTopic[] = analyticsTopics,
): Promise<FactRow[]> {
  const dataset = connectBigQuery(place).dataset(place.dataset);
  const tables = await Promise.all(topics.map(async (topic) => dataset.table(tableIdOf(topic)).getRows()));
  return tables.flatMap(([rows]) => rows as FactRow[]);
}

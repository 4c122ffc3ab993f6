import type { BigQuery } from "@google-cloud/bigquery";
import { type AnalyticsTopic, analyticsTopics, tableIdOf } from "../contracts/tables.ts";
import { defineClient } from "../runtime/client.ts";

export type Row = {
  /** By which BigQuery knows a row again that was appended a moment ago; a repetition is dropped, on a best effort. */
  id: string;
  values: Record<string, string | number | boolean | null>;
};

/** Why a row was not stored: it never can be, or not now. */
export type NotStored = { kind: "refused" | "not-now"; reason: string };

export type Warehouse = {
  /**
   * Appends rows to a topic's table; resolves to those that were not stored, by their place. One that does not fit
   * keeps none of the others out. Throws where it is not known what was stored: append the same rows again.
   */
  append(topic: AnalyticsTopic, rows: readonly Row[]): Promise<Map<number, NotStored>>;
  /**
   * Deletes all rows of the tenant; resolves to how many there were. Undefined when some were appended so lately (up to
   * an hour and a half) that BigQuery cannot delete them yet: then ask again.
   * https://cloud.google.com/bigquery/docs/data-manipulation-language#limitations
   */
  removeTenant(tenantId: string): Promise<number | undefined>;
};

type WarehouseOptions = { url: string; projectId: string; dataset: string };

const requestTimeoutMs = 20_000;

/** Our one client of BigQuery, for one dataset. It loads at the first use. */
export function createWarehouse({ url, projectId, dataset }: WarehouseOptions): Warehouse {
  let connected: Promise<BigQuery> | undefined;
  const connect = async (): Promise<BigQuery> => (connected ??= load({ url, projectId }));

  async function deleteRows(
    client: BigQuery,
    topic: AnalyticsTopic,
    tenantId: string,
  ): Promise<number | undefined> {
    // The table wants to know which days it is to read: all.
    const query = `DELETE FROM \`${projectId}.${dataset}.${tableIdOf(topic)}\`
      WHERE occurred_at >= TIMESTAMP '1970-01-01' AND tenant_id = @tenantId`;
    try {
      const [job] = await client.createQueryJob({ query, params: { tenantId } });
      await job.getQueryResults();
      const [{ statistics }] = await job.getMetadata();
      return Number(statistics?.query?.numDmlAffectedRows ?? 0);
    } catch (error) {
      if (error instanceof Error && error.message.includes("streaming buffer")) return undefined;
      throw error;
    }
  }

  return {
    async append(topic, rows) {
      const table = (await connect()).dataset(dataset).table(tableIdOf(topic));
      const raw = rows.map(({ id, values }) => ({ insertId: id, json: values }));
      try {
        await table.insert(raw, { raw: true, skipInvalidRows: true, partialRetries: 0 });
        return new Map();
      } catch (error) {
        if (!isPartialFailure(error)) throw error;
        return new Map(error.errors.map(({ row, errors }) => [raw.indexOf(row), notStored(errors)]));
      }
    },
    async removeTenant(tenantId) {
      const client = await connect();
      const removed = [];
      for (const topic of analyticsTopics) removed.push(await deleteRows(client, topic, tenantId));
      return removed.includes(undefined)
        ? undefined
        : removed.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    },
  };
}

async function load({ url, projectId }: Pick<WarehouseOptions, "url" | "projectId">): Promise<BigQuery> {
  const { BigQuery: Client } = await import("@google-cloud/bigquery");
  const options = { projectId, apiEndpoint: url, maxRetries: 1, timeout: requestTimeoutMs };
  if (new URL(url).protocol === "https:") return new Client(options);
  // A token must not go over a line on which anybody can read it.
  const { PassThroughClient } = await import("google-auth-library");
  return new Client({ ...options, authClient: new PassThroughClient() });
}

type InsertError = { reason: string; message: string };
type RawRow = { insertId: string; json: Row["values"] };
type PartialFailure = Error & { errors: { row: RawRow; errors: InsertError[] }[] };

function isPartialFailure(error: unknown): error is PartialFailure {
  return error instanceof Error && error.name === "PartialFailureError";
}

/** Only `invalid` is the row's own fault; others are the table's at the moment. */
function notStored(errors: readonly InsertError[]): NotStored {
  const kind = errors.some(({ reason }) => reason === "invalid") ? "refused" : "not-now";
  return { kind, reason: errors.map(({ reason, message }) => `${reason}: ${message}`).join("; ") };
}

/** BigQuery's dataset of facts. */
export const bigquery = defineClient(["BIGQUERY_URL", "GOOGLE_CLOUD_PROJECT", "BIGQUERY_DATASET"], (config) =>
  createWarehouse({
    url: config.BIGQUERY_URL,
    projectId: config.GOOGLE_CLOUD_PROJECT,
    dataset: config.BIGQUERY_DATASET,
  }),
);

import { renderRows, type TimestampFormat } from "../engine/render-rows.ts";
import { notImplemented } from "../http/api-error.ts";
import { asObject, asText, type JsonObject } from "../http/json-object.ts";
import type { Call } from "../http/call.ts";
import { pageOf } from "../rows/page.ts";
import type { FinishedJob } from "./finished-jobs.ts";
import { runStatement } from "./run-statement.ts";

type Asked = Parameters<typeof pageOf>[1] & { timestamps: TimestampFormat };

/** Runs a query and gives the first page of its result. Every query is done when this answers. */
export async function runQuery({ warehouse, names: { project }, body }: Call): Promise<JsonObject> {
  if (body["dryRun"] === true) throw notImplemented("dry runs");
  const job = await runStatement(warehouse, project, body);
  const timestamps = asObject(body["formatOptions"])["useInt64Timestamp"] === true ? "int64" : "float";
  return {
    kind: "bigquery#queryResponse",
    ...resultOf(job, { maxResults: asText(body["maxResults"]), timestamps }),
  };
}

/** A page of what a query gave. */
export function getQueryResults({ warehouse, names: { project, first }, query }: Call): JsonObject {
  const timestamps = query.get("formatOptions.useInt64Timestamp") === "true" ? "int64" : "float";
  const result = resultOf(warehouse.jobs.get(project, first), {
    maxResults: query.get("maxResults"),
    pageToken: query.get("pageToken"),
    startIndex: query.get("startIndex"),
    timestamps,
  });
  return { kind: "bigquery#getQueryResultsResponse", ...result };
}

/** Runs a job; queries are the only kind. */
export async function insertJob({ warehouse, names: { project }, body }: Call): Promise<JsonObject> {
  const { query, dryRun } = asObject(body["configuration"]);
  if (query === undefined || dryRun === true) throw notImplemented("jobs other than queries");
  const jobId = asText(asObject(body["jobReference"])["jobId"]);
  return resourceOf(await runStatement(warehouse, project, asObject(query), jobId));
}

export function getJob({ warehouse, names: { project, first } }: Call): JsonObject {
  return resourceOf(warehouse.jobs.get(project, first));
}

function resultOf(job: FinishedJob, asked: Asked): JsonObject {
  const { fields, rows: all } = job.result;
  const { rows, pageToken } = pageOf(all, asked);
  return {
    schema: { fields },
    jobReference: referenceOf(job),
    totalRows: String(all.length),
    ...(pageToken === undefined ? {} : { pageToken }),
    rows: renderRows({ fields, rows }, asked.timestamps),
    totalBytesProcessed: "0",
    jobComplete: true,
    cacheHit: false,
    ...affectedBy(job),
  };
}

function resourceOf(job: FinishedJob): JsonObject {
  const time = String(job.finishedAt);
  const query = { statementType: job.statementType, totalBytesProcessed: "0", ...affectedBy(job) };
  return {
    kind: "bigquery#job",
    id: `${job.project}:US.${job.jobId}`,
    jobReference: referenceOf(job),
    configuration: { jobType: "QUERY", query: job.configuration },
    status: { state: "DONE" },
    statistics: { creationTime: time, startTime: time, endTime: time, query },
  };
}

function referenceOf({ project, jobId }: FinishedJob): JsonObject {
  return { projectId: project, jobId, location: "US" };
}

function affectedBy({ statementType, result }: FinishedJob): JsonObject {
  return statementType === "SELECT" ? {} : { numDmlAffectedRows: String(result.changed) };
}

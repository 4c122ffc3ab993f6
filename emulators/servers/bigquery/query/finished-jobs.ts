import type { Result } from "../engine/result.ts";
import { notFound } from "../http/api-error.ts";
import type { JsonObject } from "../http/json-object.ts";

export type FinishedJob = {
  project: string;
  jobId: string;
  configuration: JsonObject;
  statementType: string;
  finishedAt: number;
  result: Result;
};

export type FinishedJobs = {
  keep(job: FinishedJob): void;
  /** Throws where there is none (any more). */
  get(project: string, jobId: string): FinishedJob;
};

const keptAtMost = 100;

/** The queries that were run last, with their results, to be read page by page; a restart forgets them. */
export function createFinishedJobs(): FinishedJobs {
  const jobs = new Map<string, FinishedJob>();
  return {
    keep(job) {
      jobs.set(`${job.project}:${job.jobId}`, job);
      const [oldest] = jobs.keys();
      if (jobs.size > keptAtMost && oldest !== undefined) jobs.delete(oldest);
    },
    get(project, jobId) {
      const found = jobs.get(`${project}:${jobId}`);
      if (found === undefined) throw notFound("Job", `${project}:${jobId}`);
      return found;
    },
  };
}

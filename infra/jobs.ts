/** Programs that run as jobs of Cloud Run, by the job's name: the entry of each, from the repository's root. */
export const jobs = {
  /** Makes the database ready; every deployment runs it before functions roll out. */
  migrations: "shared/db/setup/deploy-cli.ts",
  /** Makes a clone of an earlier moment fit to take the database's place. */
  restore: "shared/db/setup/restore-cli.ts",
  /** Makes and unmakes operators of the platform. */
  operator: "functions/api/operator-cli.ts",
  /** Lists and replays dead letters. */
  "dead-letters": "functions/dead-letters/dead-letters-cli.ts",
} as const;

export type JobName = keyof typeof jobs;
export const jobNames = Object.keys(jobs) as JobName[];

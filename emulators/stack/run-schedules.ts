import { Cron } from "croner";
import { functions } from "../../shared/contracts/functions.ts";

/** Cloud Scheduler's part: wakes `maintenance` at the times that its jobs declare. Returns what stops it. */
export function runSchedules(maintenancePort: number): () => Promise<void> {
  const crons = Object.entries(functions.maintenance.trigger.jobs).map(
    ([job, { cron }]) => new Cron(cron, { protect: true }, async () => runJob(maintenancePort, job)),
  );
  return async () => {
    for (const cron of crons) cron.stop();
  };
}

/** Runs one job now; its failure is in the function's log, and the next time comes by itself. */
export async function runJob(maintenancePort: number, job: string): Promise<void> {
  await fetch(`http://127.0.0.1:${maintenancePort}/${job}`, { method: "POST" }).catch(() => undefined);
}

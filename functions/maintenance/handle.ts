import type { functions } from "../../shared/contracts/functions.ts";
import { HttpProblem } from "../../shared/runtime/errors.ts";
import type { HttpReply, HttpRequest } from "../../shared/runtime/on-http.ts";
import type { MaintenanceServices } from "./services.ts";
import { wakeConversations } from "./wake-conversations.ts";
import { checkModels } from "./check-models.ts";
import { closeConversations } from "./close-conversations.ts";
import { closePeriods } from "./close-periods.ts";
import { drainOutbox } from "./drain-outbox.ts";
import { eraseTenants } from "./erase-tenants.ts";
import { fetchMedia } from "./fetch-media.ts";
import { forgetStale } from "./forget-stale.ts";
import { keepRetention } from "./keep-retention.ts";
import { probeOutlets } from "./probe-outlets.ts";
import { reconcileBilling } from "./reconcile-billing.ts";
import { replayErasures } from "./replay-erasures.ts";
import { returnConversations } from "./return-conversations.ts";
import { rewrapDataKeys } from "./rewrap-data-keys.ts";
import { settleSends } from "./settle-sends.ts";
import { tendOutlets } from "./tend-outlets.ts";
import { tellPeople } from "./tell-people.ts";

type Job = keyof (typeof functions)["maintenance"]["trigger"]["jobs"];
type Counts = Record<string, number>;

const jobs: Record<Job, (services: MaintenanceServices) => Promise<Counts>> = {
  "drain-outbox": drainOutbox,
  "settle-sends": settleSends,
  "forget-stale": forgetStale,
  "return-conversations": returnConversations,
  "wake-conversations": wakeConversations,
  "close-conversations": closeConversations,
  "tell-people": tellPeople,
  "fetch-media": fetchMedia,
  "tend-outlets": tendOutlets,
  "probe-outlets": probeOutlets,
  "erase-tenants": eraseTenants,
  "replay-erasures": replayErasures,
  "keep-retention": keepRetention,
  "check-models": checkModels,
  "rewrap-data-keys": rewrapDataKeys,
  "close-periods": closePeriods,
  "reconcile-billing": reconcileBilling,
};

/** Runs the job that the path names. Every job may run twice, or at the same time as itself. */
export async function handle(request: HttpRequest, services: MaintenanceServices): Promise<HttpReply> {
  if (request.method !== "POST") throw new HttpProblem("method-not-allowed");
  const name = request.path.slice(1);
  if (!Object.hasOwn(jobs, name)) throw new HttpProblem("not-found");
  const counts = await jobs[name as Job](services);
  return { status: 200, body: counts, log: { job: name, ...counts } };
}

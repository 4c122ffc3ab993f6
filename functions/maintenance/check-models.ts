import { listAdminEmails } from "../../shared/tenants/queries/admin-emails.ts";
import { findToldEnds, recordToldEnds } from "../../shared/tenants/queries/model-ends.ts";
import { openModelNotice, recordModelNoticeMailed } from "../../shared/tenants/queries/model-notices.ts";
import { listActiveOperatorEmails } from "../../shared/tenants/queries/platform-operators.ts";
import { listTenantIds } from "../../shared/tenants/queries/platform-tenants.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { findTenant } from "../../shared/tenants/queries/tenants.ts";
import { graphVersions } from "../../shared/contracts/graph-versions.ts";
import { readLlmSettings } from "../../shared/answers/rules/llm-settings.ts";
import { endMark, endOf, livingModel, modelCatalog } from "../../shared/contracts/model-catalog.ts";
import { type ModelEnd, modelEndMail, operatorsEndMail } from "./model-end-mail.ts";
import type { MaintenanceServices } from "./services.ts";

const pageSize = 500;

type Counts = { listed: number; told: number; failed: number };
type Ending = ModelEnd & { daysBefore: number; uses: string[]; tenants: number };

const uses = [
  "OPENAI_CHAT_MODEL",
  "OPENAI_FALLBACK_MODEL",
  "OPENAI_EMBEDDING_MODEL",
  "OPENAI_TRANSCRIPTION_MODEL",
] as const;

/**
 * Keeps what the service says of its models' ends, and tells the operators and the tenants that chose them of those that are near.
 * Each is told once for each mark; a mail that failed is sent by the next run, with the same Message-ID.
 */
export async function checkModels(services: MaintenanceServices): Promise<Counts> {
  const counts: Counts = { listed: 0, told: 0, failed: 0 };
  await askService(services, counts);
  const endings = findEndings(services, await findToldEnds(services.platformDb));
  if (endings.size === 0) return counts;
  let after: string | undefined;
  for (;;) {
    const ids = await listTenantIds(services.platformDb, { status: "active" }, { after, limit: pageSize });
    for (const id of ids)
      await attempt(services, counts, { tenantId: id }, async () => tellTenant(services, id, endings));
    after = ids.at(-1);
    if (ids.length < pageSize) break;
  }
  for (const ending of endings.values())
    if (ending.uses.length > 0 || ending.tenants > 0)
      await attempt(services, counts, { model: ending.model }, async () => tellOperators(services, ending));
  return counts;
}

/** A service that is away, or has no such route, leaves the declared days as they are. */
async function askService(services: MaintenanceServices, counts: Counts): Promise<void> {
  const { llm, platformDb, config, log } = services;
  const catalog = modelCatalog(config.LLM_MODELS);
  try {
    const known = (await llm.listModels()).filter(({ id }) => Object.hasOwn(catalog, id));
    await recordToldEnds(platformDb, known, services.now());
    counts.listed = known.length;
  } catch (error) {
    log.warn("the service did not say when its models end; the declared days hold", { error });
  }
}

/** What ends soon enough to be told of, by name. */
function findEndings(
  { config, now }: MaintenanceServices,
  told: Readonly<Record<string, string>>,
): Map<string, Ending> {
  const catalog = modelCatalog(config.LLM_MODELS);
  const endings = new Map<string, Ending>();
  function add(model: string, endsOn: string | undefined, more: Partial<Ending>): void {
    const daysBefore = endsOn === undefined ? undefined : endMark(endsOn, now());
    if (endsOn === undefined || daysBefore === undefined) return;
    endings.set(model, {
      model,
      endsOn,
      daysBefore,
      hasEnded: daysBefore === 0,
      uses: [],
      tenants: 0,
      ...more,
    });
  }
  for (const model of Object.keys(catalog)) {
    const endsOn = endOf(catalog, model, told);
    const onItsDay = new Date(`${endsOn ?? "1970-01-01"}T00:00:00Z`);
    const living = livingModel(catalog, model, { now: onItsDay, told });
    const successor = living === model ? undefined : living;
    add(model, endsOn, { successor, uses: uses.filter((name) => config[name] === model) });
  }
  const version = config.WHATSAPP_GRAPH_VERSION;
  add(`WhatsApp's Graph API ${version}`, graphVersions[version]?.endsOn, {
    uses: ["WHATSAPP_GRAPH_VERSION"],
  });
  return endings;
}

async function tellTenant(
  { db, mail, now }: MaintenanceServices,
  tenantId: string,
  endings: Map<string, Ending>,
): Promise<boolean> {
  const found = await inTenant(db, tenantId, async (trx) => {
    const tenant = await findTenant(trx);
    const { model = "" } = readLlmSettings(tenant?.llm_config, { dailyTokenLimit: 1 });
    const ending = endings.get(model);
    if (tenant === undefined || ending === undefined) return undefined;
    ending.tenants += 1;
    const id = await openModelNotice(trx, ending);
    return id === undefined ? undefined : { tenant, ending, id, to: await listAdminEmails(trx) };
  });
  if (found === undefined) return false;
  const { tenant, ending, id, to } = found;
  const { subject, text } = modelEndMail({ name: tenant.name, language: tenant.default_language }, ending);
  await mail.send({ id, to: to.length > 0 ? to : [tenant.contact_email], subject, text });
  await inTenant(db, tenantId, async (trx) => recordModelNoticeMailed(trx, id, now()));
  return true;
}

async function tellOperators(
  { platformDb, mail, now, log }: MaintenanceServices,
  ending: Ending,
): Promise<boolean> {
  const id = await openModelNotice(platformDb, ending);
  if (id === undefined) return false;
  const { model, endsOn, successor, daysBefore, uses: variables } = ending;
  // Also where nobody has been made an operator yet, somebody reads the log.
  log[successor === undefined && variables.length > 0 ? "error" : "warn"]("something that we use ends", {
    model,
    endsOn,
    successor,
    daysBefore,
    variables,
  });
  const to = await listActiveOperatorEmails(platformDb);
  if (to.length > 0) await mail.send({ id, to, ...operatorsEndMail(ending) });
  await recordModelNoticeMailed(platformDb, id, now());
  return to.length > 0;
}

/** One mail's trouble keeps nobody else from being told. */
async function attempt(
  { log }: MaintenanceServices,
  counts: Counts,
  of: Record<string, string>,
  tell: () => Promise<boolean>,
): Promise<void> {
  try {
    if (await tell()) counts.told += 1;
  } catch (error) {
    counts.failed += 1;
    log.error("nobody could be told that a model ends", { ...of, error });
  }
}

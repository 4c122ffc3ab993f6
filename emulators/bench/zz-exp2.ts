import { randomUUID } from "node:crypto";
import { readFileSync, readdirSync, mkdtempSync } from "node:fs";
import { sql } from "kysely";
import { commitUsage } from "../../functions/usage/commit-usage.ts";
import { createDatabase } from "../../shared/db/client.ts";
import { prepareDatabase } from "../../shared/db/prepare-database.ts";
import { createBilledTenant } from "../../shared/testing/billing.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createRecordingBus } from "../../shared/testing/recording-bus.ts";
import { startPostgres } from "../postgres/start-postgres.ts";
const passwords = { crm_owner: "crm_owner", crm_app: "crm_app", crm_platform: "crm_platform" };
const dataDir = mkdtempSync("/tmp/zzexp-");
const postgres = await startPostgres({ port: 0, dataDir, durable: true });
const { appUrl } = await prepareDatabase(postgres.url, { database: "bench", passwords });
const db = createDatabase(appUrl, { maxConnections: 8 });
const admin = createDatabase(postgres.url.replace(/postgres$/, "bench"), { maxConnections: 1 });
const tenants = [];
for (let i = 0; i < 20; i++) tenants.push(await createBilledTenant(db, { now: new Date(), plan: "enterprise" }));
function pgCpu() { let t = 0; for (const p of readdirSync("/proc")) { if (!/^\d+$/.test(p)) continue; try { const c = readFileSync(`/proc/${p}/cmdline", "utf8`.replace('", "utf8',''), "utf8"); if (!c.startsWith("postgres: crm_app bench")) continue; const s = readFileSync(`/proc/${p}/stat`, "utf8").split(") ")[1]!.split(" "); t += Number(s[11]) + Number(s[12]); } catch {} } return t * 10; }
const nothing = () => undefined;
const services = { db, bus: createRecordingBus(), log: { debug: nothing, info: nothing, warn: nothing, error: nothing }, now: () => new Date() };

const t = tenants[0]!;
const mk = (size: number) => Array.from({ length: size }, () => ({ ...buildEvent("usage.recorded", { meter: "message.outbound", quantity: 1, outletId: t.outletId, subjectId: randomUUID() }, t.tenantId), tenantId: t.tenantId }));
await commitUsage(services, mk(5));
await sql`alter role crm_app set auto_explain.log_min_duration = 0`.execute(admin).catch((e)=>console.log(e.message));
const conn = createDatabase(appUrl, { maxConnections: 1 });
try {
await conn.transaction().execute(async (trx) => {
  await sql.raw(`select set_config('app.tenant_id', '${t.tenantId}', true)`).execute(trx);
  const show = async (q: string) => { for (let i=0;i<3;i++) { const r = await sql.raw("explain (analyze, costs off) " + q).execute(trx); if (i===2) console.log(r.rows.map((x) => Object.values(x as object)[0]).join("\n"), "\n"); } };
  await show(`select time_zone from tenants`);
  await show(`select from billing_accounts for update`);
  await show(`select from quotas q where exists (select from quota_reservations r where r.quota_id = q.id) for update of q`);
  const body = (await sql<{ s: string }>`select prosrc as s from pg_proc where proname = 'count_usage'`.execute(trx)).rows[0]!.s;
  const cte = body.slice(body.indexOf("with batch as"), body.indexOf("into is_known"));
  const q = cte.replace("event_ids", `array['${randomUUID()}','${randomUUID()}']::uuid[]`).replace("event_outlets", `array['${t.outletId}','${t.outletId}']::uuid[]`).replace("event_meters", `array['message.outbound','message.outbound']`).replace("event_subjects", `array['${randomUUID()}','${randomUUID()}']`).replace("event_quantities", `array[1,1]::bigint[]`).replace("event_times", `array[now(),now()]`).replaceAll("without_period", "false").replaceAll("coalesce(p.time_zone, zone)", "p.time_zone").replaceAll("select tenant,", `select '${t.tenantId}'::uuid,`);
  await sql.raw("explain (analyze, costs off) " + q).execute(trx).then((r) => console.log(r.rows.map((x) => Object.values(x as object)[0]).join("\n")));
});
} catch (e) { console.log(e); }
await conn.destroy();
await db.destroy(); await admin.destroy(); await postgres.close(); process.exit(0);

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
for (const n of [1, 20]) for (const size of [16, 64, 250, 500]) {
  const mk = () => Array.from({ length: size }, (_, i) => { const t = tenants[i % n]!; return { ...buildEvent("usage.recorded", { meter: "message.outbound", quantity: 1, outletId: t.outletId, subjectId: randomUUID() }, t.tenantId), tenantId: t.tenantId }; });
  for (let i = 0; i < 3; i++) await commitUsage(services, mk());
  const c0 = process.cpuUsage(); const p0 = pgCpu(); const t0 = performance.now(); let k = 0;
  const batches = Array.from({ length: 30 }, mk);
  const t1 = performance.now();
  for (const b of batches) { await commitUsage(services, b); k += size; }
  const ms = performance.now() - t1; const cpu = process.cpuUsage(c0);
  console.log(`${n} tenants, batch ${size}: ${(ms / 30).toFixed(1)} ms/batch, ${(1000 * ms / k).toFixed(0)} us/event, pg cpu ${(1000 * (pgCpu() - p0) / k).toFixed(0)} us/event`);
}
await db.destroy(); await admin.destroy(); await postgres.close(); process.exit(0);

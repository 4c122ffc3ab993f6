import { randomBytes } from "node:crypto";
import autocannon from "autocannon";
import { sql } from "kysely";
import { createDatabase } from "../../shared/db/client.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import { seedAccounts, localPassword } from "../stack/seed-accounts.ts";
import { signInWithPassword } from "../servers/firebase/sign-in.ts";
import { startFirebaseAuth } from "../servers/firebase/start-firebase-auth.ts";
import { functionEnvironment, localProjectId } from "../stack/local-environment.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";
import { seed } from "../stack/seed.ts";
import { startWhatsApp } from "../servers/whatsapp/start-whatsapp.ts";
import { startHost } from "./start-host.ts";

const [acme] = seedData;
const rounds = 3;
const secondsEach = 4;
const connections = 16;
const passwords = { crm_owner: "crm_owner", crm_local: "crm_local" };

type Measured = { perSecond: number; p99Ms: number; failed: number };
type Case = {
  name: string;
  url: string;
  request: () => { method: "GET" | "POST"; headers: Record<string, string>; body?: string };
};

/**
 * Requests a second and the slowest percent of the API's reading and writing, beside a route of the same framework that
 * makes one query and asks nobody who is asking. API, bare route and servers have a process each, the load its own.
 */
export async function benchApi(): Promise<void> {
  const postgres = await startPostgres({ port: 0, durable: true });
  const auth = await startFirebaseAuth({ port: 0, projectId: localProjectId });
  const whatsapp = await startWhatsApp({ port: 0, numbers: [], appSecret: "bench", verifyToken: "bench" });
  const secretsKey = randomBytes(32).toString("base64");
  const database = await prepareDatabase(postgres.url, { database: "crm", passwords });
  await seed(database.ownerUrl, secretsKey);
  await makeRoom(adminUrlOf(postgres.url));
  await seedAccounts(auth.url, localProjectId);
  const bare = await startHost("bare-query-host.ts", [adminUrlOf(postgres.url), acme.id], process.env);
  const ours = await startHost(
    "../stack/functions-host.ts",
    ["api=0"],
    functionEnvironment(["api"], {
      GOOGLE_CLOUD_PROJECT: localProjectId,
      FIREBASE_PROJECT_ID: localProjectId,
      FIREBASE_AUTH_EMULATOR_HOST: auth.url,
      PUBSUB_EMULATOR_HOST: "127.0.0.1:1",
      DATABASE_URL: database.functionsUrl,
      PLATFORM_DATABASE_URL: database.functionsUrl,
      WHATSAPP_GRAPH_URL: whatsapp.url,
      SECRETS_KEY: secretsKey,
      // Not reached by the routes that are measured.
      OPENAI_API_KEY: "none",
      QDRANT_URL: "http://127.0.0.1:1",
      DOCUMENTS_BUCKET: "none",
      MEDIA_BUCKET: "none",
      MAIL_URL: "file:///none",
      LOG_LEVEL: "info",
      API_RATE_PER_ADDRESS: "100000000",
      API_RATE_PER_TENANT: "100000000",
    }),
  );
  const { idToken } = await signInWithPassword(auth.url, `admin@${acme.slug}.example`, localPassword);
  const cases = casesOf(bare.url, ours.url, idToken, await createKey(ours.url, idToken));

  for (const one of cases) await measure(one, 2);
  const measured = new Map<string, Measured[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const one of cases) measured.get(one.name)?.push(await measure(one, secondsEach));
  }
  const base = median(measured.get(cases[0]?.name ?? "") ?? [], "perSecond");
  for (const [name, runs] of measured) {
    const rate = median(runs, "perSecond");
    const failed = runs.reduce((sum, run) => sum + run.failed, 0);
    console.log(
      `${name.padEnd(52)} ${rate.toFixed(0).padStart(6)} requests/s   p99 ${String(median(runs, "p99Ms")).padStart(3)} ms` +
        `   ${((100 * rate) / base).toFixed(0).padStart(3)} %${failed === 0 ? "" : `   ${failed} failed`}`,
    );
  }
  await Promise.all([postgres.close(), auth.close(), whatsapp.close()]);
}

/** The plan's limit on outlets is looked at, and never reached. */
async function makeRoom(adminUrl: string): Promise<void> {
  const db = createDatabase(adminUrl, { maxConnections: 1 });
  await sql`
    insert into plan_versions (plan, version, effective_from, terms)
    select plan, max(version) + 1, now() - interval '2 months', jsonb_set((array_agg(terms order by version desc))[1], '{capacities,outlets}', '1000000')
    from plan_versions group by plan`.execute(db);
  await db.destroy();
}

function casesOf(bareUrl: string, ourUrl: string, idToken: string, key: string): Case[] {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const tenant = `${ourUrl}api/v1/tenants/${acme.id}`;
  let serial = 0;
  return [
    {
      name: "bare framework, one query, open to all",
      url: bareUrl,
      request: () => ({ method: "GET", headers: {} }),
    },
    {
      name: "GET /tenants/:id, API key",
      url: tenant,
      request: () => ({ method: "GET", headers: bearer(key) }),
    },
    {
      name: "GET /tenants/:id, ID token, asks Firebase",
      url: tenant,
      request: () => ({ method: "GET", headers: bearer(idToken) }),
    },
    {
      name: "POST /outlets, API key, asks WhatsApp",
      url: `${ourUrl}api/v1/outlets`,
      request: () => {
        serial += 1;
        const body = JSON.stringify({
          tenantId: acme.id,
          name: `Outlet ${serial}`,
          wabaPhoneNumber: "+6281234567890",
          wabaPhoneNumberId: String(900_000_000_000 + serial),
          wabaBusinessAccountId: acme.outlet.businessAccountId,
          wabaAccessToken: "a-token-that-whatsapp-refuses",
        });
        return { method: "POST", headers: { ...bearer(key), "content-type": "application/json" }, body };
      },
    },
  ];
}

async function createKey(url: string, idToken: string): Promise<string> {
  const response = await fetch(`${url}api/v1/api-keys`, {
    method: "POST",
    headers: { authorization: `Bearer ${idToken}`, "content-type": "application/json" },
    body: JSON.stringify({ tenantId: acme.id, name: "Bench", scopes: ["tenants:read", "outlets:write"] }),
  });
  return ((await response.json()) as { secret: string }).secret;
}

async function measure({ url, request }: Case, seconds: number): Promise<Measured> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ setupRequest: (given) => ({ ...given, ...request() }) }],
  });
  return {
    perSecond: result.requests.average,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

function median(runs: readonly Measured[], key: "perSecond" | "p99Ms"): number {
  return runs.map((one) => one[key]).toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
}

/** The administrator, whom no policy binds, in our database. */
function adminUrlOf(url: string): string {
  const admin = new URL(url);
  admin.pathname = "crm";
  return admin.href;
}

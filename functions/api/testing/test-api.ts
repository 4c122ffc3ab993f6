import { seedAccounts, localPassword } from "../../../emulators/stack/seed-accounts.ts";
import { signInWithPassword } from "../../../emulators/servers/firebase/sign-in.ts";
import { startFirebaseAuth } from "../../../emulators/servers/firebase/start-firebase-auth.ts";
import { startQdrant } from "../../../emulators/servers/qdrant/start-qdrant.ts";
import { openSigningStorage } from "../../../emulators/servers/storage/testing/storage-under-test.ts";
import { seedTenants } from "../../../shared/testing/examples/seed.ts";
import { seedData, seedOperator as operator } from "../../../shared/testing/examples/seed-data.ts";
import { seedOperator } from "../../../shared/testing/examples/seed-operator.ts";
import { sealToken } from "../../../shared/outlets/seal-token.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { startTestOpenAi, type TestOpenAi } from "../../../emulators/testing/openai.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { startSeededWhatsApp } from "../../../emulators/testing/whatsapp.ts";
import type { FetchHandler } from "../../../shared/runtime/on-fetch.ts";
import { createApp } from "../app.ts";
import { apiFunction } from "../services.ts";

export type Answer = {
  status: number;
  headers: Headers;
  /** The JSON of the body, loosely typed for tests; undefined when there is none. */
  body: Answered;
  text: string;
};
type Answered = {
  [key: string]: unknown;
  data: Answered[];
  errors: { field: string; message: string }[];
} & Record<"id" | "code" | "status" | "detail" | "nextCursor" | "secret" | "requestId", string> & {
    version: number;
  };

type Ask = {
  token?: string | undefined;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Who asks: by role in Acme, the first of the seeded tenants, or `other`: the admin of Globex. */
export type Asker = "operator" | "admin" | "agent" | "viewer" | "other";

export type TestApi = {
  database: TestDatabase;
  services: TestServices<typeof apiFunction>;
  openai: TestOpenAi;
  authHost: string;
  handle: FetchHandler;
  tokens: Record<Asker, string>;
  /** Asks the API, as somebody; the path is below `/api/v1`. */
  as(
    asker: Asker,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Asks with whatever is given. The path is whole. */
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  signIn(email: string): Promise<string>;
  /** The header of the operator's requests during an access to the tenant, opened now. */
  openAccess(tenantId: string): Promise<{ "x-tenant-access": string }>;
  close(): Promise<void>;
};

export const testProject = "test";

/** The API on a database of its own, with the real Auth emulator and the local WhatsApp server; one per test file. */
export async function createTestApi(environment: Record<string, string> = {}): Promise<TestApi> {
  const [database, auth, whatsapp, qdrant, openai, storage] = await Promise.all([
    createTestDatabase(),
    startFirebaseAuth({ port: 0, projectId: testProject }),
    startSeededWhatsApp(),
    startQdrant({ port: 0 }),
    startTestOpenAi(),
    openSigningStorage(),
  ]);
  process.env["STORAGE_EMULATOR_HOST"] = storage.server.url;
  process.env["GOOGLE_APPLICATION_CREDENTIALS"] = storage.signing.keyFile;
  await storage.client.createBucket("test-documents");
  await storage.client.createBucket("test-media");
  // firebase-admin finds the emulator by this and nothing else.
  process.env["FIREBASE_AUTH_EMULATOR_HOST"] = auth.url;
  process.env["METADATA_SERVER_DETECTION"] = "none";
  const services = createTestServices(apiFunction, database, {
    WHATSAPP_GRAPH_URL: whatsapp.url,
    QDRANT_URL: qdrant.url,
    OPENAI_BASE_URL: openai.url,
    DOCUMENTS_BUCKET: "test-documents",
    API_RATE_PER_ADDRESS: "1000000",
    API_RATE_PER_TENANT: "1000000",
    API_ANSWERS_PER_USER: "1000000",
    ...environment,
  });
  await seedTenants(database.db, {
    encryptToken: async (trx, tenantId, token) => sealToken(trx, services.tokens, tenantId, token),
  });
  await seedOperator(database.ownerDb);
  await seedAccounts(auth.url, testProject);
  const app = createApp(services);

  const signIn = async (email: string): Promise<string> =>
    (await signInWithPassword(auth.url, email, localPassword)).idToken;
  const [acme, globex] = seedData;
  const emails: Record<Asker, string> = {
    operator: operator.email,
    admin: `admin@${acme.slug}.example`,
    agent: `agent@${acme.slug}.example`,
    viewer: `viewer@${acme.slug}.example`,
    other: `admin@${globex.slug}.example`,
  };
  const signedIn = Object.entries(emails).map(
    async ([asker, email]) => [asker, await signIn(email)] as const,
  );
  const tokens = Object.fromEntries(await Promise.all(signedIn)) as Record<Asker, string>;

  async function ask(method: string, path: string, { token, body, headers = {} }: Ask = {}): Promise<Answer> {
    const isText = typeof body === "string" || body instanceof Uint8Array;
    const response = await app.request(path, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as Answered,
    };
  }

  const as: TestApi["as"] = async (asker, method, path, body, headers) =>
    ask(method, `/api/v1${path}`, {
      token: tokens[asker],
      body,
      ...(headers === undefined ? {} : { headers }),
    });

  return {
    database,
    services,
    openai,
    authHost: auth.url,
    handle: async (request, peer) => app.fetch(request, peer),
    tokens,
    ask,
    as,
    async openAccess(tenantId) {
      const { body } = await as("operator", "POST", `/tenants/${tenantId}/accesses`, { reason: "A ticket" });
      return { "x-tenant-access": body.id };
    },
    signIn,
    async close() {
      await services.close();
      await Promise.all([
        database.drop(),
        auth.close(),
        whatsapp.close(),
        qdrant.close(),
        openai.close(),
        storage.close(),
      ]);
    },
  };
}

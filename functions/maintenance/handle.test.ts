import { Storage } from "@google-cloud/storage";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { LocalServer } from "../../emulators/servers/local-server.ts";
import { startStorage } from "../../emulators/servers/storage/start-storage.ts";
import { functions } from "../../shared/contracts/functions.ts";
import { replyTo } from "../../shared/runtime/on-http.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { handle } from "./handle.ts";
import { maintenanceFunction } from "./services.ts";

let database: TestDatabase;
let services: TestServices<typeof maintenanceFunction>;
let store: LocalServer;

beforeAll(async () => {
  store = await startStorage({ port: 0, projectId: "test" });
  vi.stubEnv("STORAGE_EMULATOR_HOST", store.url);
  await new Storage({ projectId: "test", apiEndpoint: store.url }).createBucket("test-erasures");
  database = await createTestDatabase();
  services = createTestServices(maintenanceFunction, database);
});
afterAll(async () => {
  await services.close();
  await database.drop();
  vi.unstubAllEnvs();
  await store.close();
});

async function statusOf(method: string, path: string): Promise<number> {
  return (await replyTo(buildHttpRequest({ method, path }), async (given) => handle(given, services))).status;
}

const jobs = Object.keys(functions.maintenance.trigger.jobs);

test.each(jobs)("POST /%s runs the job, and tells what it did in counts", async (job) => {
  const reply = await handle(buildHttpRequest({ path: `/${job}` }), services);
  expect(reply).toMatchObject({ status: 200, log: { job } });
  expect(Object.values(reply.body as object).every(Number.isInteger)).toBe(true);
});

test.each(["/", "/drop-tables", "/constructor", "/drain-outbox/x"])(
  "an unknown job is 404: %s",
  async (path) => {
    expect(await statusOf("POST", path)).toBe(404);
  },
);

test.each(["GET", "HEAD", "DELETE"])("%s is 405", async (method) => {
  expect(await statusOf(method, "/drain-outbox")).toBe(405);
});

import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { toJsonb } from "../../shared/db/jsonb.ts";
import { createTestDatabase, type TestDatabase } from "../../shared/testing/database.ts";
import { instead } from "../../shared/testing/instead.ts";
import { startTestOpenAi, type TestOpenAi } from "../../emulators/testing/openai.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { checkModels } from "./check-models.ts";
import { maintenanceFunction } from "./services.ts";

const [acme] = seedData;
let database: TestDatabase;
let openai: TestOpenAi;
let services: TestServices<typeof maintenanceFunction>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "crm-mail-"));
  database = await createTestDatabase();
  openai = await startTestOpenAi();
  services = createTestServices(maintenanceFunction, database, {
    OPENAI_BASE_URL: openai.url,
    MAIL_URL: pathToFileURL(folder).href,
    WHATSAPP_GRAPH_VERSION: "v25.0",
  });
  await database.adminDb
    .updateTable("tenants")
    .set({ llm_config: toJsonb({ model: "gpt-4o-mini" }), default_language: "pt-BR" })
    .where("id", "=", acme.id)
    .execute();
  await database.adminDb
    .insertInto("platform_operators")
    .values({ firebase_uid: "op-1", email: "operator@platform.example" })
    .execute();
});
afterAll(async () => {
  await services.close();
  await Promise.all([openai.close(), database.drop()]);
});

async function runOn(day: string, run = services): Promise<{ told: number; failed: number }> {
  return checkModels(instead(run, { now: () => new Date(`${day}T06:47:00Z`) }));
}

async function mails(): Promise<string[]> {
  const names = (await readdir(folder)).toSorted();
  return Promise.all(names.map(async (name) => readFile(join(folder, name), "utf8")));
}

test("the tenants that chose a model and the operators are told 60, 30 and 7 days before its end, and on the day, once each", async () => {
  expect(await runOn("2026-11-14")).toMatchObject({ told: 0 });
  expect(await runOn("2026-11-15")).toMatchObject({ told: 2, failed: 0 });
  expect(await runOn("2026-12-14")).toMatchObject({ told: 0 });
  expect(await runOn("2026-12-15")).toMatchObject({ told: 2 });
  expect(await runOn("2027-01-07")).toMatchObject({ told: 2 });
  expect(await runOn("2027-01-13")).toMatchObject({ told: 0 });
  expect(await runOn("2027-01-14")).toMatchObject({ told: 2 });
  expect(await runOn("2027-01-20")).toMatchObject({ told: 0 });
  const all = await mails();
  expect(all).toHaveLength(8);
  expect(all.filter((mail) => mail.includes("operator@platform.example"))).toHaveLength(4);
  expect(
    all.filter((mail) => mail.includes("o modelo gpt-4o-mini termina em 14 de janeiro de 2027")),
  ).toHaveLength(4);
});

test("the day that the service says goes before the declared one, and is forgotten when it is taken back", async () => {
  const told = async () => database.adminDb.selectFrom("model_ends").select(["model", "ends_on"]).execute();
  await openai.settings({ modelEnds: { "gpt-4o-mini": "2027-06-30" } });
  expect(await runOn("2027-01-21")).toMatchObject({ told: 0 });
  expect(await told()).toContainEqual({ model: "gpt-4o-mini", ends_on: "2027-06-30" });
  await openai.settings({ modelEnds: { "gpt-4o-mini": null } });
  await runOn("2027-01-21");
  expect((await told()).map(({ model }) => model)).not.toContain("gpt-4o-mini");
});

test("a service that says nothing leaves the declared days, and mail that fails is sent by the next run", async () => {
  await openai.settings({ modelEnds: {} });
  await database.adminDb.deleteFrom("model_notices").execute();
  await openai.faults([{ endpoint: "models", status: 500, times: 9 }]);
  const mute = instead(services, {
    mail: {
      send: async () => Promise.reject(new Error("the provider is away")),
      close: async () => undefined,
    },
  });
  expect(await runOn("2026-12-01", mute)).toMatchObject({ listed: 0, told: 0, failed: 2 });
  expect(await runOn("2026-12-01")).toMatchObject({ listed: 0, told: 2, failed: 0 });
  await openai.faults([]);
});

test("what the platform itself uses and has no successor is an error line", async () => {
  await runOn("2028-07-01");
  expect(services.lines).toContainEqual(
    expect.objectContaining({
      severity: "ERROR",
      model: "WhatsApp's Graph API v25.0",
      variables: ["WHATSAPP_GRAPH_VERSION"],
    }),
  );
});

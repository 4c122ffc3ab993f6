import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seed } from "../../emulators/stack/seed.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { testSecretsKey } from "../../shared/testing/services.ts";
import { instead } from "../../shared/testing/instead.ts";
import { eraseTenants } from "./erase-tenants.ts";
import { replayErasures } from "./replay-erasures.ts";
import { openErasureStage, type ErasureStage } from "./testing/erasure-stage.ts";

const [acme, globex] = seedData;
let stage: ErasureStage;

beforeAll(async () => {
  stage = await openErasureStage();
  await stage.request(acme.id);
  await eraseTenants(stage.services);
});
afterAll(async () => stage.close());

async function tenants(): Promise<string[]> {
  const rows = await stage.database.adminDb.selectFrom("tenants").select("id").orderBy("id").execute();
  return rows.map(({ id }) => id);
}

async function upload(): Promise<void> {
  const name = `tenants/${acme.id}/documents/late/a.txt`;
  await stage.storage.bucket("erasure-documents").file(name).save("x", { resumable: false });
}

test("the list holds ids and times, and nothing else", async () => {
  const [files] = await stage.storage.bucket("erasure-list").getFiles();
  const contents = await Promise.all(
    files.map(async (file) => JSON.parse((await file.download()).toString()) as unknown),
  );
  expect(contents).toEqual([{ tenantId: acme.id, erasedAt: expect.any(String) as string }]);
});

test("a tenant that an old backup brought back, active, is gone after the list is replayed; others stay", async () => {
  await seed(stage.database.ownerUrl, testSecretsKey);
  await upload();
  expect(await tenants()).toEqual([acme.id, globex.id].toSorted());
  expect(await replayErasures(stage.services)).toEqual({ erased: 1, waiting: 0, objects: 1 });
  expect(await tenants()).toEqual([globex.id]);
  const { rows } = await sql`select id from outlets where tenant_id = ${acme.id}`.execute(
    stage.database.adminDb,
  );
  expect(rows).toEqual([]);
});

test("an upload that was begun before the erasure and ended after it is removed by the next run", async () => {
  await upload();
  expect(await replayErasures(stage.services)).toEqual({ erased: 0, waiting: 0, objects: 1 });
  expect(await replayErasures(stage.services)).toEqual({ erased: 0, waiting: 0, objects: 0 });
});

test("what cannot have come back any more, 35 days after, is not looked for; rows always are", async () => {
  await upload();
  const later = instead(stage.services, { now: () => new Date(Date.now() + 36 * 86_400_000) });
  expect(await replayErasures(later)).toEqual({ erased: 0, waiting: 0, objects: 0 });
  await seed(stage.database.ownerUrl, testSecretsKey);
  expect(await replayErasures(later)).toEqual({ erased: 1, waiting: 0, objects: 1 });
});

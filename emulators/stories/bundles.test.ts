import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bundle } from "../../infra/bundles/build-bundle.ts";
import { buildBundles } from "../../infra/bundles/build-bundles.ts";
import { jobNames } from "../../infra/jobs.ts";
import { type FunctionDeclaration, functionNames, functions } from "../../shared/contracts/functions.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { listFacts } from "../../shared/testing/facts.ts";
import { phonesOf } from "../testing/phones.ts";
import { startTestStack, until, uploadDocument } from "../testing/stack.ts";
import { unreadableDelivery } from "../bench/first-work.ts";
import { linkDependencies } from "../stack/link-dependencies.ts";
import { localProjectId, warehouseDataset } from "../stack/local-environment.ts";
import type { Stack } from "../stack/stack.ts";

// Bundles outside the repository, with nothing beside them but the packages that they declare.
const [acme] = seedData;
let folder: string;
let built: Bundle[];
let stack: Stack;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundles-"));
  built = await buildBundles(folder);
  for (const bundle of built) await linkDependencies(bundle.folder);
  stack = await startTestStack({
    isolated: true,
    bundles: join(folder, "functions"),
    environment: { REPLY_BURST_WAIT_MS: "300" },
  });
}, 300_000);

afterAll(async () => {
  await stack?.close();
  await rm(folder, { recursive: true, force: true });
});

async function post(url: string, body?: object): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.status;
}

test("every declared function has a bundle, and every job", () => {
  expect(built.map(({ name }) => name)).toEqual([...functionNames, ...jobNames]);
});

test.each(functionNames)("%s, built, answers what wakes it", async (name) => {
  const { trigger }: FunctionDeclaration = functions[name];
  const url = `http://127.0.0.1:${stack.functions.ports[name]}`;
  switch (trigger.kind) {
    case "http":
      expect((await fetch(url)).status).toBeLessThan(500);
      break;
    case "event":
    case "dead-letters":
      expect(await post(url, unreadableDelivery())).toBe(204);
      break;
    case "schedule":
      for (const job of Object.keys(trigger.jobs)) expect(await post(`${url}/${job}`), job).toBe(200);
      break;
  }
});

test("the main job runs on bundles: a document is read, a question is answered from it, the answer is sent", async () => {
  const phones = phonesOf(stack.servers.urls.whatsapp);
  await uploadDocument(stack, {
    tenantId: acme.id,
    documentId: randomUUID(),
    fileName: "shop.md",
    content: "Acme ships tents to Bandung within 2 working days for Rp 15,000. The shop opens at 09:00.",
  });
  const reply = await until(
    async () => {
      // A customer of its own for each try: the document may not be read yet at the first.
      const customer = `6281${String(Date.now()).slice(-9)}`;
      await phones.write(customer, "How long does shipping to Bandung take?", acme.outlet.phoneNumberId);
      const text = await until(
        async () =>
          (await phones.chat(customer, acme.outlet.phoneNumberId)).find(
            ({ direction }) => direction === "out",
          )?.text,
        { what: "a reply" },
      );
      return text.includes("2 working days") && text;
    },
    { what: "the answer from the document" },
  );
  expect(reply).toContain("2 working days");
  const place = { url: stack.servers.urls.bigquery, projectId: localProjectId, dataset: warehouseDataset };
  await until(async () => (await listFacts(place, ["message.queued"])).length > 0, {
    what: "the answer's row in BigQuery",
  });
}, 60_000);

test("the deployment of the database, built, finds the schema up to date", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(folder, "jobs", "migrations", "index.mjs")],
    {
      env: {
        DATABASE_ADMIN_URL: stack.servers.urls.postgres,
        DATABASE_NAME: "crm",
        ROLE_MEMBERS: "{}",
      },
    },
  );
  expect(stdout).toContain("up to date");
});

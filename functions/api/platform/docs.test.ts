import { readFile } from "node:fs/promises";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { permissionNames } from "../../../shared/tenants/rules/permissions.ts";
import { createApp } from "../app.ts";
import { fieldErrorCodes, problems } from "../../../shared/runtime/errors.ts";
import { problemsPage } from "../http/present-problem.ts";
import { listExamples } from "../testing/list-examples.ts";
import { createTestApi, type TestApi } from "../testing/test-api.ts";
import { routes } from "../routes.ts";
import { openApiDocument } from "./openapi-document.ts";

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(async () => api.close());

describe("the OpenAPI document", () => {
  test("is the committed one; after a change of the routes run `npm run openapi`", async () => {
    const committed = JSON.parse(
      await readFile(new URL("../openapi.json", import.meta.url), "utf8"),
    ) as unknown;
    expect(JSON.parse(JSON.stringify(openApiDocument(routes)))).toEqual(committed);
    expect((await api.ask("GET", "/api/openapi.json")).body).toEqual(committed);
  });

  test("tells every address that is served below /api/v1, each with a permission that there is", async () => {
    const { paths } = (await api.ask("GET", "/api/openapi.json")).body as unknown as {
      paths: Record<string, Record<string, { "x-permission"?: string; operationId: string }>>;
    };
    const told = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        address: `${method.toUpperCase()} ${path}`,
        ...operation,
      })),
    );
    const served = createApp(api.services).routes.filter(
      ({ path, method }) => path.startsWith("/api/v1") && method !== "ALL",
    );
    expect(
      served.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`).toSorted(),
    ).toEqual(
      told
        .map(({ address }) => address)
        .filter((address) => address.includes("/api/v1"))
        .toSorted(),
    );
    for (const { address, "x-permission": permission } of told) {
      expect(address.includes("/api/v1") ? permissionNames : ["public"], address).toContain(permission);
    }
    expect(new Set(told.map(({ operationId }) => operationId)).size).toBe(told.length);
  });
});

describe("what the document promises", () => {
  const document = JSON.parse(JSON.stringify(openApiDocument(routes))) as {
    tags: { name: string }[];
    paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
  };
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

  test("every operation is named by a verb, in words of a program", () => {
    for (const { operationId } of operations) expect(operationId).toMatch(/^[a-z]+(?:[A-Z][a-z]*)+$/);
  });

  test("every tag that an operation has is described", () => {
    const tags = document.tags.map(({ name }) => name);
    for (const { tags: used } of operations) expect(tags).toEqual(expect.arrayContaining(used));
  });

  test("every example is what its own schema takes", () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addFormat("binary", true);
    ajv.addSchema(document, "document");
    for (const { pointer, schema } of listExamples(document)) {
      const validate = ajv.getSchema(`document#${pointer}`);
      expect(validate?.(schema.example), `${pointer}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  });
});

describe("the page of problems", () => {
  test("explains every code, each where a problem's `type` leads", async () => {
    const page = await api.ask("GET", problemsPage);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    const refused = await api.ask("GET", "/api/v1/tenants");
    expect(refused.body["type"]).toBe(`${problemsPage}#unauthorized`);
    for (const code of Object.keys(problems)) expect(page.text).toContain(`<section id="${code}">`);
    for (const code of Object.keys(fieldErrorCodes)) expect(page.text).toContain(`<code>${code}</code>`);
  });
});

describe("the documentation page", () => {
  test("asks no other host and runs no script but ours, and its policy says so", async () => {
    const page = await api.ask("GET", "/api/docs");
    const policy = page.headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? "");
    expect(links.length).toBeGreaterThan(2);
    for (const link of links) {
      const asset = await api.ask("GET", link);
      expect(asset.status, link).toBe(200);
      expect(asset.headers.get("content-type"), link).toMatch(/^text\/(css|javascript)/);
      expect(asset.text.length, link).toBeGreaterThan(20);
    }
  });
});

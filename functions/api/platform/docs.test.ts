import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { permissionNames } from "../../../shared/tenants/rules/permissions.ts";
import { createApp } from "../app.ts";
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

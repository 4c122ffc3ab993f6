import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDatabase } from "../../shared/db/client.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { createApp } from "./app.ts";
import { addressOf } from "../../shared/runtime/address-of.ts";
import { createTestApi, type TestApi } from "./testing/test-api.ts";

const [acme, globex] = seedData;
let api: TestApi;

beforeAll(async () => {
  api = await createTestApi({ API_CORS_ORIGINS: "https://app.example" });
});
afterAll(async () => api.close());

/** The same services under other settings. */
function appWith(config: Record<string, unknown>) {
  return createApp(
    Object.create(api.services, {
      config: { value: { ...api.services.config, ...config } },
    }) as typeof api.services,
  );
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("health", () => {
  test("says that the process lives, and that it can work", async () => {
    expect(await api.ask("GET", "/health")).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await api.ask("GET", "/ready")).toMatchObject({
      status: 200,
      body: { status: "ready", checks: { database: "ok", pubsub: "ok" } },
    });
  });

  test("says what does not work, but goes on living", async () => {
    api.services.bus.fail(true);
    const answer = await appWith({}).request("/ready");
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: "not ready",
      checks: { database: "ok", pubsub: "failing" },
    });
    expect((await api.ask("GET", "/health")).status).toBe(200);
    api.services.bus.fail(false);
  });
});

test("however often it is asked whether it is ready, the database and Pub/Sub are asked once a second", async () => {
  let checks = 0;
  const bus = { check: async () => Promise.resolve(void (checks += 1)) };
  const app = createApp(Object.create(api.services, { bus: { value: bus } }) as typeof api.services);
  const answers = await Promise.all(Array.from({ length: 50 }, async () => app.request("/ready")));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  // A second may have passed on a busy machine.
  expect(checks).toBeLessThanOrEqual(2);
});

describe("limits", () => {
  test.each([
    ["/ready", "2001:db8:1"],
    ["/api/docs", "2001:db8:2"],
    ["/api/docs/", "2001:db8:3"],
    ["/api/docs/start.js", "2001:db8:4"],
    ["/api/openapi.json", "2001:db8:5"],
  ])("%s is limited by address, IPv6 by its network", async (path, site) => {
    const app = appWith({ API_RATE_PER_ADDRESS: 2 });
    const ask = async (from: string, asked = path) =>
      (await app.request(asked, { headers: { "x-forwarded-for": from } })).status;
    expect([await ask(`${site}::1`), await ask(`${site}::2`), await ask(`${site}::3`)]).toEqual([
      200, 200, 429,
    ]);
    expect(await ask(`${site}:1::1`)).toBe(200);
    expect(await ask(`${site}::1`, "/health")).toBe(200);
  });

  test("a body that is too long is refused, told or not how long it is", async () => {
    const long = JSON.stringify({ name: "x".repeat(300_000) });
    const told = await api.as("admin", "PUT", `/tenants/${acme.id}`, long);
    expect(told).toMatchObject({ status: 413, body: { code: "too-large" } });
    const untold = await appWith({}).request(`/api/v1/tenants/${acme.id}`, {
      method: "PUT",
      headers: { ...bearer(api.tokens.admin), "content-type": "application/json" },
      body: new Blob([long]).stream(),
      duplex: "half",
    } as RequestInit);
    expect(untold.status).toBe(413);
  });

  test("a body that is not JSON, or is broken, is refused in the one form", async () => {
    const path = `/api/v1/tenants/${acme.id}`;
    const { admin: token } = api.tokens;
    const form = await api.ask("PUT", path, {
      token,
      body: "name=x",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(form).toMatchObject({ status: 415, body: { code: "unsupported-media-type" } });
    for (const body of ['{"name":', "", "\u0000", new Uint8Array([0x22, 0xff, 0xfe, 0x22])]) {
      expect(await api.ask("PUT", path, { token, body })).toMatchObject({
        status: 400,
        body: { code: "bad-request" },
      });
    }
  });

  test("every answer says what is left, and too many are refused, each tenant for itself", async () => {
    const app = appWith({ API_RATE_PER_TENANT: 2, API_RATE_PER_ADDRESS: 100 });
    const ask = async (token: string, id: string) =>
      app.request(`/api/v1/tenants/${id}`, { headers: bearer(token) });
    const first = await ask(api.tokens.admin, acme.id);
    expect(first.headers.get("ratelimit-policy")).toBe('"address";q=100;w=60, "tenant";q=2;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"address";r=99;t=\d+, "tenant";r=1;t=\d+$/);
    expect((await ask(api.tokens.viewer, acme.id)).status).toBe(200);
    const third = await ask(api.tokens.admin, acme.id);
    expect(third.status).toBe(429);
    expect(await third.json()).toMatchObject({ code: "too-many-requests" });
    expect(Number(third.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(third.headers.get("ratelimit")).toMatch(/^"tenant";r=0;t=\d+$/);
    expect((await ask(api.tokens.other, globex.id)).status).toBe(200);
  });

  test("guesses of tokens from one address come to an end", async () => {
    const app = appWith({ API_RATE_PER_ADDRESS: 2 });
    const guess = async (from: string) =>
      (
        await app.request("/api/v1/tenants", {
          headers: { ...bearer("a.b.c"), "x-forwarded-for": `1.2.3.4, ${from}` },
        })
      ).status;
    expect([
      await guess("10.0.0.1"),
      await guess("10.0.0.1"),
      await guess("10.0.0.1"),
      await guess("10.0.0.2"),
    ]).toEqual([401, 401, 429, 401]);
  });

  test.each([
    ["9.9.9.9, 10.0.0.1", 1, "10.0.0.1"],
    ["9.9.9.9, 10.0.0.1, 35.0.0.1", 2, "10.0.0.1"],
    ["10.0.0.1", 3, "127.0.0.1"],
    [undefined, 1, "127.0.0.1"],
    [" , ", 1, "127.0.0.1"],
  ])("the address of %j behind %d proxies is %s", (header, proxies, expected) => {
    expect(addressOf(header, "127.0.0.1", proxies)).toBe(expected);
  });

  test("a request that takes too long is answered with 504", async () => {
    const app = appWith({ API_TIMEOUT_MS: 1 });
    const response = await app.request("/api/v1/tenants", { headers: bearer(api.tokens.admin) });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: "timed-out" });
  });
});

describe("headers", () => {
  test("let only the pages of configured origins in", async () => {
    const origin = async (from: string) =>
      (await api.ask("GET", "/health", { headers: { origin: from } })).headers.get(
        "access-control-allow-origin",
      );
    expect(await origin("https://app.example")).toBe("https://app.example");
    expect(await origin("https://evil.example")).toBeNull();
    const preflight = await api.ask("OPTIONS", "/api/v1/tenants", {
      headers: { origin: "https://app.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("idempotency-key");
  });

  test("keep answers out of caches and browsers from guessing", async () => {
    for (const answer of [
      await api.as("admin", "GET", "/tenants"),
      await api.ask("GET", "/api/v1/tenants"),
    ]) {
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("strict-transport-security")).toBeTruthy();
    }
  });

  test("carry the request's id, the client's own when it has a sane one", async () => {
    const given = await api.ask("GET", "/health", { headers: { "x-request-id": "order-17" } });
    expect(given.headers.get("x-request-id")).toBe("order-17");
    const insane = await api.ask("GET", "/health", { headers: { "x-request-id": "a b\tc" } });
    expect(insane.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("a request's log line", () => {
  test("says who did what and how it ended, without ids in paths, tokens or bodies", async () => {
    const { length } = api.services.lines;
    await api.as("admin", "PUT", `/tenants/${acme.id}`, { contactEmail: "somebody@acme.example" });
    const line = api.services.lines.slice(length).find(({ message }) => message === "api");
    expect(line).toMatchObject({
      method: "PUT",
      route: "/api/v1/tenants/:id",
      status: 200,
      actor: "user",
      actorId: acme.users[0]?.id,
      tenantId: acme.id,
      durationMs: expect.any(Number),
    });
    expect(JSON.stringify(line)).not.toMatch(/somebody|Bearer|eyJ/);
  });
});

describe("a bug", () => {
  test("is answered with 500 that tells nothing, and logged whole", async () => {
    const broken = Object.create(api.services, {
      platformDb: {
        get: () => {
          throw new Error("hunter2");
        },
      },
    }) as typeof api.services;
    const response = await createApp(broken).request("/api/v1/tenants", {
      headers: bearer(api.tokens.operator),
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("hunter2");
    expect(JSON.stringify(api.services.lines)).toContain("hunter2");
  });
});

describe("without the database", () => {
  test("the answer is 503, to be tried again", async () => {
    const db = createDatabase("postgres://nobody@127.0.0.1:1/none", { maxConnections: 1 });
    const cut = Object.create(api.services, {
      db: { value: db },
      platformDb: { value: db },
    }) as typeof api.services;
    const response = await createApp(cut).request("/api/v1/tenants", { headers: bearer(api.tokens.admin) });
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: "unavailable" });
    await db.destroy();
  });
});

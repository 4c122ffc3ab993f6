import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import { expect, test } from "vitest";
import { withoutDomains } from "./without-domains.ts";

withoutDomains();

test("the framework serves a request in no domain, and answers when the handler rejects", async () => {
  const domains: unknown[] = [];
  http("undomained", async (request, response) => {
    domains.push((process as { domain?: unknown }).domain ?? undefined);
    await Promise.resolve();
    if (request.path === "/reject") throw new Error("expected by the test");
    response.end("served");
  });
  const server = getTestServer("undomained") as Server;
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const [served, rejected] = await Promise.all(
    ["/", "/reject"].map(async (path) => fetch(`http://127.0.0.1:${port}${path}`)),
  );
  server.close();
  expect(await served?.text()).toBe("served");
  expect(rejected?.status).toBe(500);
  expect(domains).toEqual([undefined, undefined]);
});

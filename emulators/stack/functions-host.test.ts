import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";
import { functionEnvironment } from "./local-environment.ts";
import { startHost } from "../bench/start-host.ts";

test("on SIGTERM a function answers the request that it has begun, takes no other, and ends well", async () => {
  // A Pub/Sub that takes the connection and never answers holds the request open until the webhook gives up.
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const environment = functionEnvironment(["webhook"], {
    GOOGLE_CLOUD_PROJECT: "test",
    PUBSUB_EMULATOR_HOST: `127.0.0.1:${(silent.address() as AddressInfo).port}`,
    WHATSAPP_APP_SECRETS: "test-app-secret",
    WHATSAPP_VERIFY_TOKEN: "test",
  });
  const { url, child } = await startHost("../stack/functions-host.ts", ["webhook=0"], environment);
  const body = JSON.stringify(buildBody(buildEntry([buildChange({ messages: [buildTextMessage("Hi")] })])));
  const headers = { "content-type": "application/json", "x-hub-signature-256": sign(body) };
  const reached = once(silent, "connection");
  const answer = fetch(url, { method: "POST", body, headers });
  await reached;

  const ended = once(child, "exit");
  child.kill("SIGTERM");
  expect((await answer).status).toBe(503);
  expect(await ended).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow();
  silent.close();
}, 40_000);

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { sendOne, type Smoke } from "./send-one.ts";

const id = "01900000-0000-7000-8000-00000000a000";

/** An API that takes a message and then tells one status after the other. */
async function startApi(statuses: string[]): Promise<Smoke> {
  const server = createServer((request, response) => {
    const answer =
      request.method === "POST"
        ? { id }
        : { status: statuses.shift() ?? "queued", error: { detail: "blocked" } };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apiUrl, apiKey: "crm_key", outletId: id, phone: "+6281234567890" };
}

test("a message that WhatsApp takes after a while has arrived", async () => {
  await expect(sendOne(await startApi(["queued", "sending", "accepted"]), 1)).resolves.toBeUndefined();
});

test("a message that fails, or never leaves, is told with its reason", async () => {
  await expect(sendOne(await startApi(["queued", "failed"]), 1)).rejects.toThrow("failed: blocked");
  await expect(sendOne(await startApi([]), 1)).rejects.toThrow("still queued");
});

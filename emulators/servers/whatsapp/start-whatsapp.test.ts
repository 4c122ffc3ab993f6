import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, startTestServer } from "./testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./testing/webhook-receiver.ts";

const customer = "628111222333";
let dataDir: string;
let receiver: WebhookReceiver;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whatsapp-"));
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await receiver.close();
  await rm(dataDir, { recursive: true });
});

describe("a restart", () => {
  test("keeps chats, files, the webhook and what it has not yet taken", async () => {
    const first = await startTestServer({ dataDir, webhookUrl: receiver.url });
    receiver.answerWith(503);
    const base64 = Buffer.from("picture").toString("base64");
    const wamid = await first.write(customer, "Lihat", {
      name: "Sari",
      media: { kind: "image", mimeType: "image/png", base64 },
    });
    await receiver.until(() => receiver.received.length >= 1);
    await first.close();
    receiver.answerWith(200);

    const second = await startTestServer({ dataDir });
    await receiver.until(() => receiver.received.length >= 2);
    const [message] = await second.chat(customer);
    expect(message).toMatchObject({ wamid, text: "Lihat", type: "image" });
    await expect.poll(async () => (await second.chat(customer))[0]?.status).toBe("delivered");
    const { id } = (message?.content ?? {}) as { id?: string };
    expect(await (await fetch(`${second.url}/__phone/media/${id}`)).text()).toBe("picture");
    await second.send(customer, "Bagus");
    expect((await second.chat(customer)).map(({ text }) => text)).toEqual(["Lihat", "Bagus"]);
    await second.close();
  });

  test("goes on with the statuses that were still to come", async () => {
    const slow = { sentAfterMs: 1, deliveredAfterMs: 1e8, readAfterMs: 1 };
    const first = await startTestServer({ dataDir, webhookUrl: receiver.url, statusTiming: slow });
    await first.write(customer, "Halo");
    await first.send(customer, "Halo juga");
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "sent"));
    await first.close();
    const second = await startTestServer({ dataDir });
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "read"));
    await second.close();
  });

  test("after a kill keeps what was accepted", async () => {
    const script = `
      import { startTestServer } from ${JSON.stringify(import.meta.resolve("./testing/test-server.ts"))};
      const server = await startTestServer({ dataDir: ${JSON.stringify(dataDir)} });
      await server.write("${customer}", "Halo");
      await server.send("${customer}", "Halo juga");
      console.log(server.url);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const url = await new Promise<string>((resolve) => createInterface(child.stdout).once("line", resolve));
    expect((await fetch(`${url}/__control/sends`)).status).toBe(200);
    const journal = async () => readFile(join(dataDir, "journal.jsonl"), "utf8");
    await expect.poll(journal).toContain("Halo juga");
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const again = await startTestServer({ dataDir });
    expect((await again.chat(customer)).map(({ text }) => text)).toEqual(["Halo", "Halo juga"]);
    await again.close();
  });
});

test("a taken port is refused with EADDRINUSE", async () => {
  const first = await startTestServer();
  await expect(startTestServer({ port: first.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await first.close();
});

test("500 customers at once each get their answer, and no other", async () => {
  const server = await startTestServer({ webhookUrl: receiver.url });
  const customers = Array.from({ length: 500 }, (_, index) => String(628_200_000_000 + index));
  await Promise.all(customers.map(async (from) => server.write(from, `from ${from}`)));
  await receiver.until(() => receiver.items().length >= 500);
  await Promise.all(customers.map(async (to) => server.send(to, `to ${to}`)));
  await receiver.until(() => receiver.items().length >= 2_000);
  const sends = await server.sends();
  expect(new Set(sends.map(({ wamid }) => wamid)).size).toBe(500);
  for (const { to, body } of sends) expect(body).toMatchObject({ text: { body: `to ${to}` } });
  const last = customers.at(-1) ?? "";
  expect((await server.chat(last)).map(({ text }) => text)).toEqual([`from ${last}`, `to ${last}`]);
  await server.close();
});

describe("the phone page", () => {
  test("comes with all its files, and lets nothing foreign in", async () => {
    const server = await startTestServer();
    const page = await fetch(`${server.url}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const files = new Set(
      [...(await page.text()).matchAll(/(?:href|src)="([^"]+)"/g)].map(([, file]) => file),
    );
    // The set grows while it is gone through.
    for (const file of files) {
      const response = await fetch(`${server.url}/${file}`);
      expect([file, response.status]).toEqual([file, 200]);
      for (const [, imported] of (await response.text()).matchAll(/from "\.\/([^"]+)"/g)) files.add(imported);
    }
    expect(files.size).toBeGreaterThan(20);
    await server.close();
  });

  test("may write, while no other site's page may", async () => {
    const server = await startTestServer();
    const write = async (site: string) => {
      const body = JSON.stringify({ from: customer, text: "Halo" });
      const headers = { "content-type": "text/plain", "sec-fetch-site": site };
      return (await fetch(`${server.url}/__phone/messages`, { method: "POST", headers, body })).status;
    };
    expect([await write("cross-site"), await write("same-site")]).toEqual([403, 403]);
    expect(await server.chat(customer)).toEqual([]);
    expect(await write("same-origin")).toBe(200);
    await server.close();
  });

  test("is offered the outlets and the chats", async () => {
    const server = await startTestServer();
    await server.write(customer, "Halo", { name: "Sari" });
    expect((await server.call("GET", "/__phone/outlets")).body).toMatchObject({
      outlets: [{ phoneNumberId: bandung.phoneNumberId, name: bandung.name }, {}],
    });
    expect((await server.call("GET", "/__phone/conversations")).body).toMatchObject({
      conversations: [{ customer, name: "Sari", count: 1, last: { text: "Halo" } }],
    });
    expect((await server.call("POST", "/__phone/messages", { from: "abc", text: "x" })).status).toBe(400);
    expect(
      (await server.call("POST", "/__phone/messages", { from: customer, to: "0", text: "x" })).status,
    ).toBe(404);
    await server.close();
  });
});

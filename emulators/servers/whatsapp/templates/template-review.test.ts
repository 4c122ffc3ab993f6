import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, startTestServer, type TestServer } from "../testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";

const path = `/v25.0/${bandung.wabaId}/message_templates`;
let receiver: WebhookReceiver;
let server: TestServer;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  server = await startTestServer({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await server.close();
  await receiver.close();
});

type Template = { id: string; name: string; status: string; rejected_reason?: string; category: string };

async function create(name: string, on = server): Promise<Template> {
  const components = [{ type: "BODY", text: "Hi" }];
  const body = { name, language: "en", category: "UTILITY", components };
  return (await on.call("POST", path, body, bandung.accessToken)).body as Template;
}

async function find(name: string, on = server): Promise<Template | undefined> {
  const { data } = (await on.call("GET", path, undefined, bandung.accessToken)).body as { data: Template[] };
  return data.find((template) => template.name === name);
}

async function send(name: string): Promise<number | undefined> {
  const template = { name, language: { code: "en" } };
  const { body } = await server.send("628111", "", { type: "template", text: undefined, template });
  return body.error?.code;
}

async function told(field: string, event?: string) {
  return receiver.until(() =>
    receiver.changes(field).find(({ value }) => event === undefined || value["event"] === event),
  );
}

const review = async (plan: object) => server.call("PUT", "/__control/template-review", plan);
const names = (id: string, name: string) => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: "en",
});

describe("a new template", () => {
  test("is pending until its review, which a webhook tells", async () => {
    await review({ afterMs: 5 });
    const { id, status } = await create("hello");
    expect(status).toBe("PENDING");
    const change = await told("message_template_status_update");
    expect(change).toMatchObject({ wabaId: bandung.wabaId, time: expect.any(Number) as number });
    expect(change.value).toEqual({
      event: "APPROVED",
      ...names(id, "hello"),
      reason: "NONE",
      message_template_category: "UTILITY",
    });
    expect((await find("hello"))?.status).toBe("APPROVED");
  });

  test("cannot be sent before, and is refused with a reason when the review says so", async () => {
    await review({ afterMs: 1e8, outcome: "REJECTED" });
    await create("waits");
    expect(await send("waits")).toBe(132001);
    await review({ afterMs: 1, outcome: "REJECTED", reason: "PROMOTIONAL" });
    await create("spam");
    expect((await told("message_template_status_update")).value).toMatchObject({
      event: "REJECTED",
      message_template_name: "spam",
      reason: "PROMOTIONAL",
      rejection_info: { reason: "PROMOTIONAL" },
    });
    expect(await find("spam")).toMatchObject({ status: "REJECTED", rejected_reason: "PROMOTIONAL" });
    expect((await find("waits"))?.status).toBe("PENDING");
  });

  test("that was decided about meanwhile stays so", async () => {
    await review({ afterMs: 500 });
    await create("decided");
    await server.event("template-status", { name: "decided", status: "REJECTED" });
    await create("later");
    await told("message_template_status_update", "APPROVED");
    expect([(await find("decided"))?.status, (await find("later"))?.status]).toEqual([
      "REJECTED",
      "APPROVED",
    ]);
  });

  test("is approved by the answer where there is no review", async () => {
    await review({ afterMs: 1e8 });
    await server.call("DELETE", "/__control/template-review");
    expect((await create("at_once")).status).toBe("APPROVED");
    expect(receiver.received).toHaveLength(0);
  });

  test("that waited at a restart is looked at again", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "templates-"));
    const slow = { afterMs: 1e8, outcome: "APPROVED" } as const;
    const first = await startTestServer({ dataDir, webhookUrl: receiver.url, templateReview: slow });
    expect((await create("late", first)).status).toBe("PENDING");
    await first.close();
    const second = await startTestServer({ dataDir, templateReview: { afterMs: 1, outcome: "APPROVED" } });
    await told("message_template_status_update", "APPROVED");
    expect((await find("late", second))?.status).toBe("APPROVED");
    await second.close();
    await rm(dataDir, { recursive: true });
  });
});

describe("what Meta finds later", () => {
  test("pauses, disables, reinstates and deletes", async () => {
    const { id } = await create("offer");
    const event = async (status: string) => server.event("template-status", { name: "offer", status });
    await event("PAUSED");
    expect((await told("message_template_status_update", "PAUSED")).value).toEqual({
      event: "PAUSED",
      ...names(id, "offer"),
      reason: "NONE",
      message_template_category: "UTILITY",
      other_info: { title: "FIRST_PAUSE", description: expect.any(String) as string },
    });
    expect(await send("offer")).toBe(132015);
    await event("REINSTATED");
    expect(await send("offer")).toBeUndefined();
    await event("FLAGGED");
    expect(await send("offer")).toBeUndefined();
    await event("DISABLED");
    expect((await told("message_template_status_update", "DISABLED")).value).toMatchObject({
      disable_info: { disable_date: expect.any(Number) as number },
    });
    expect(await send("offer")).toBe(132016);
    await event("DELETED");
    expect(await find("offer")).toBeUndefined();
  });

  test("changes quality and category", async () => {
    const { id } = await create("offer");
    await server.event("template-quality", { name: "offer", quality: "RED" });
    expect((await told("message_template_quality_update")).value).toEqual({
      ...names(id, "offer"),
      previous_quality_score: "UNKNOWN",
      new_quality_score: "RED",
    });
    expect(await find("offer")).toMatchObject({ quality_score: { score: "RED" } });
    await server.event("template-category", { name: "offer", category: "MARKETING" });
    expect((await told("template_category_update")).value).toEqual({
      ...names(id, "offer"),
      previous_category: "UTILITY",
      new_category: "MARKETING",
    });
    expect((await find("offer"))?.category).toBe("MARKETING");
  });
});

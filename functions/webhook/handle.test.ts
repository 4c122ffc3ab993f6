import { expect, describe, test } from "vitest";
import { topics } from "../../shared/contracts/topics.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { type HttpReply, type HttpRequest, replyTo } from "../../shared/runtime/on-http.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";
import { createHandler } from "./handle.ts";
import { webhookFunction } from "./services.ts";

const [acme, globex] = seedData;
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

function create(environment: Record<string, string> = {}): TestServices<typeof webhookFunction> {
  return createTestServices(webhookFunction, { appUrl: "", platformUrl: "" }, environment);
}

/** A request with a valid signature, unless told otherwise. */
function requestOf(
  text: string,
  { method, ...change }: { method?: string; signature?: string | undefined; address?: string } = {},
): HttpRequest {
  const signature = "signature" in change ? change.signature : sign(text);
  return buildHttpRequest({
    ...(method === undefined ? {} : { method }),
    ...(change.address === undefined ? {} : { address: change.address }),
    headers: { "x-hub-signature-256": signature },
    body: text,
  });
}

async function post(
  body: unknown,
  services = create(),
): Promise<{ reply: HttpReply; services: TestServices<typeof webhookFunction> }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { reply: await replyTo(requestOf(text), createHandler(services)), services };
}

const bodyOf = (value: Record<string, unknown>) => buildBody(buildEntry([buildChange(value)]));

test("a byte order mark in front of the body is skipped", async () => {
  const { reply, services } = await post(
    `\uFEFF${JSON.stringify(bodyOf({ messages: [buildTextMessage("hi")] }))}`,
  );
  expect(reply.status).toBe(200);
  expect(services.bus.events.map(({ topic }) => topic)).toEqual(["message.received"]);
});

describe("the webhook refuses", () => {
  test.each([
    ["a bad signature with 401", requestOf("{}", { signature: sign("{} ") }), 401],
    ["a missing signature with 401", requestOf("{}", { signature: undefined }), 401],
    ["a body over 3 MB with 413", requestOf(`"${"x".repeat(3 * 1024 * 1024)}"`), 413],
    ["other methods with 405", requestOf("{}", { method: "PUT" }), 405],
    ["a handshake that is not ours with 403", requestOf("", { method: "GET" }), 403],
  ])("%s, and publishes nothing", async (_what, request, status) => {
    const services = create();
    const reply = await replyTo(request, createHandler(services));
    expect(reply).toMatchObject({ status, headers: { "content-type": "application/problem+json" } });
    expect(services.bus.events).toEqual([]);
  });

  test("with 503 what Pub/Sub did not take, so that Meta delivers it again", async () => {
    const services = create();
    services.bus.fail(true);
    expect((await post(bodyOf({ messages: [buildTextMessage("hello")] }), services)).reply.status).toBe(503);
    services.bus.fail(false);
    expect((await post(bodyOf({ messages: [buildTextMessage("hello")] }), services)).reply.status).toBe(200);
    expect(services.bus.of("message.received")).toHaveLength(1);
  });
});

describe("the webhook publishes", () => {
  test("a message as Meta sent it, with its contact, its number and the request's trace", async () => {
    const message = buildTextMessage("Apakah buka? 👋");
    const contacts = [{ wa_id: message["from"], user_id: "ID.1349", profile: { name: "Sari" } }];
    const { reply, services } = await post(bodyOf({ contacts, messages: [message] }));
    expect(reply.status).toBe(200);
    expect(services.bus.events).toEqual([
      expect.objectContaining({
        topic: "message.received",
        traceparent,
        data: {
          source: "message",
          wabaId: acme.outlet.businessAccountId,
          phoneNumberId: acme.outlet.phoneNumberId,
          receivedAt: expect.any(String),
          message,
          contact: contacts[0],
        },
      }),
    ]);
    expect(services.bus.events[0]).not.toHaveProperty("tenantId");
  });

  test("under the second secret too while one is rotated", async () => {
    const services = create({ WHATSAPP_APP_SECRETS: "next-secret, test-app-secret" });
    expect((await post(bodyOf({ messages: [buildTextMessage("hello")] }), services)).reply.status).toBe(200);
    expect(services.bus.events).toHaveLength(1);
  });

  test("every item of every change of every entry, of several tenants in one body", async () => {
    const sent: [string, string][] = [];
    const entries = [acme, globex].flatMap(({ outlet }) =>
      [1, 2].map((count) => {
        const changes = Array.from({ length: count + 1 }, () => {
          const messages = Array.from({ length: count }, () => buildTextMessage("hi"));
          const statuses = [{ id: `wamid.s${sent.length}`, status: "sent" }];
          for (const { id } of [...messages, ...statuses]) sent.push([outlet.phoneNumberId, String(id)]);
          return buildChange({ messages, statuses }, outlet);
        });
        return buildEntry(changes, outlet);
      }),
    );
    const { services } = await post(buildBody(...entries));
    const published = [
      ...services.bus.of("message.received").map(({ data }) => [data.phoneNumberId, data.message["id"]]),
      ...services.bus.of("status.received").map(({ data }) => [data.phoneNumberId, data.status["id"]]),
    ];
    expect(published.toSorted()).toEqual(sent.toSorted());
    expect(new Set(services.bus.events.map(({ id }) => id)).size).toBe(sent.length);
  });

  test("all thousand items of a full body", async () => {
    const messages = Array.from({ length: 1_000 }, (_, index) => buildTextMessage(`${index}`));
    const { reply, services } = await post(bodyOf({ messages }));
    expect(reply.status).toBe(200);
    expect(services.bus.of("message.received").map(({ data }) => data.message)).toEqual(messages);
  });

  test("what tells of an account, with its field and value whole", async () => {
    const value = { event: "APPROVED", message_template_id: 12, message_template_name: "order_shipped" };
    const { services } = await post(
      buildBody(buildEntry([{ field: "message_template_status_update", value }])),
    );
    expect(services.bus.of("account.updated")).toMatchObject([
      { data: { wabaId: acme.outlet.businessAccountId, field: "message_template_status_update", value } },
    ]);
  });

  test("the good neighbours of an item that it cannot read, and keeps that one", async () => {
    const [first, last] = [buildTextMessage("first"), buildTextMessage("last")];
    const { reply, services } = await post(
      bodyOf({ messages: [first, { from: "6281", text: { body: "no id" } }, last] }),
    );
    expect(reply.status).toBe(200);
    expect(services.bus.of("message.received").map(({ data }) => data.message)).toEqual([first, last]);
    expect(services.bus.of("webhook.rejected").map(({ data }) => data.body)).toEqual([
      expect.stringContaining("no id"),
    ]);
  });
});

describe("whatever is authentic is answered with 200 and kept", () => {
  const deep = `{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"x","value":{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}}]}]}`;
  test.each([
    ["another object", JSON.stringify({ object: "page", entry: [] })],
    ["an array", "[]"],
    ["null", "null"],
    ["a number", "1"],
    ["no entries", JSON.stringify({ object: "whatsapp_business_account" })],
    ["an entry without changes", JSON.stringify(buildBody({ id: "1", changes: null as never }))],
    ["a change without value", JSON.stringify(buildBody(buildEntry([{ field: "messages" }])))],
    ["a change of nothing", JSON.stringify(bodyOf({}))],
    ["messages that are no array", JSON.stringify(bodyOf({ messages: { id: "wamid.1" }, statuses: [] }))],
    [
      "echoes that are not there",
      JSON.stringify(buildBody(buildEntry([{ ...buildChange({}), field: "smb_message_echoes" }]))),
    ],
    ["an item that is no object", JSON.stringify(bodyOf({ messages: ["hello"] }))],
    [
      "a message without its number",
      JSON.stringify(
        buildBody(buildEntry([{ field: "messages", value: { messages: [{ id: "wamid.1" }] } }])),
      ),
    ],
    ["no JSON", "hello=1"],
    ["an empty body", ""],
    ["a hundred thousand levels", deep],
  ])("%s", async (_what, text) => {
    const { reply, services } = await post(text);
    expect(reply.status).toBe(200);
    expect(services.bus.events.map(({ topic }) => topic)).toEqual(["webhook.rejected"]);
    expect(() => JSON.stringify(services.bus.events)).not.toThrow();
  });

  test("a body with the keys of JavaScript's own objects harms nothing", async () => {
    const message = `{"id":"wamid.1","from":"6281234567890","__proto__":{"type":"text"},"constructor":{"prototype":{"polluted":1}},"type":"text"}`;
    const text = JSON.stringify(bodyOf({ messages: ["HERE"], errors: [{ code: 1 }] })).replace(
      '"HERE"',
      message,
    );
    const { reply, services } = await post(text.replace('"entry"', '"__proto__":{"entry":[]},"entry"'));
    expect(reply.status).toBe(200);
    expect(services.bus.of("message.received")).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(JSON.stringify(services.bus.events[0])).toContain('"__proto__":{"type":"text"}');
  });

  test("bodies of every kind become events that their topics' readers accept", async () => {
    const values = [
      bodyOf({
        messages: [buildTextMessage("x", { timestamp: 1 }), {}],
        statuses: [{ id: 5, status: "sent" }, null],
      }),
      bodyOf({ errors: [{ code: 130429 }] }),
      buildBody(buildEntry([{ field: "account_update", value: {} }]), { id: 7 as never, changes: [{}] }),
      "not json",
    ];
    const services = create();
    for (const value of values) await post(value, services);
    expect(services.bus.events).toHaveLength(8);
    for (const { topic, data } of services.bus.events) {
      expect(topics[topic as keyof typeof topics].data.safeParse(data).error).toBeUndefined();
    }
  });
});

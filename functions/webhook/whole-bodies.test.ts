import { expect, test } from "vitest";
import { seedData, type SeedTenant } from "../../shared/testing/examples/seed-data.ts";
import { replyTo } from "../../shared/runtime/on-http.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { mutationsOf } from "../../shared/testing/mutations.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";
import { createHandler } from "./handle.ts";
import { webhookFunction } from "./services.ts";

const [acme, globex] = seedData;

async function post(rawBody: Buffer) {
  const services = createTestServices(webhookFunction, { appUrl: "", platformUrl: "" });
  const request = buildHttpRequest({ headers: { "x-hub-signature-256": sign(rawBody) }, body: rawBody });
  const { status } = await replyTo(request, createHandler(services));
  const messages = services.bus
    .of("message.received")
    .map(({ data }) => ({ id: data.message["id"], wabaId: data.wabaId }));
  return {
    status,
    messages,
    kept: services.bus.of("webhook.rejected"),
    text: JSON.stringify(services.bus.events),
  };
}

const postJson = async (body: unknown) => post(Buffer.from(JSON.stringify(body)));
const message = (id: string) => buildTextMessage("hi", { id: `wamid.${id}` });

/** Two tenants in one body, one with two changes, a change with two messages. */
const entries = [
  buildEntry(
    [
      buildChange({
        contacts: [{ wa_id: "6281", profile: { name: "Sari" } }],
        messages: [message("a1"), message("a2")],
      }),
      buildChange({ messages: [message("a3")] }),
    ],
    acme.outlet,
  ),
  buildEntry([buildChange({ messages: [message("g1")] }, globex.outlet)], globex.outlet),
];
const idsOf = (part: unknown): string[] => JSON.stringify(part).match(/wamid\.[ag]\d/g) ?? [];

test("whatever is missing or strange of the body around its items, what is left arrives or is kept", async () => {
  const whole = buildBody(...entries);
  for (const mutation of mutationsOf(whole)) {
    const { status, messages, text } = await postJson(mutation);
    expect(status).toBe(200);
    // Nothing that is still in the body is nowhere.
    for (const id of idsOf(mutation)) expect(text, JSON.stringify(mutation).slice(0, 300)).toContain(id);
    // An entry that is as it was arrives whole, each message once.
    const left = mutation["entry"];
    if (mutation["object"] !== whole.object || !Array.isArray(left)) continue;
    const sound = entries.filter((entry) => left.includes(entry));
    const arrived = messages.map(({ id }) => id);
    expect(arrived).toEqual(expect.arrayContaining(sound.flatMap(idsOf)));
    expect(new Set(arrived).size).toBe(arrived.length);
  }
});

test.each<[field: string, value: Record<string, unknown>]>([
  ["smb_message_echoes", { message_echoes: [{ ...message("e1"), to: "6281" }] }],
  ["standby", { standby: { messages: [message("s1")] } }],
  [
    "history",
    { history: [{ metadata: { phase: 0 }, threads: [{ id: "6281", messages: [message("h1")] }] }] },
  ],
  [
    "smb_app_state_sync",
    { state_sync: [{ type: "contact", contact: { phone_number: "6281" }, action: "add" }] },
  ],
  [
    "user_preferences",
    { user_preferences: [{ wa_id: "6281", category: "marketing_messages", value: "stop" }] },
  ],
  [
    "message_template_status_update",
    { event: "PAUSED", message_template_id: 1, message_template_name: "offer" },
  ],
  ["account_update", { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: ["DISABLE"] } }],
  ["phone_number_quality_update", { display_phone_number: "1", event: "UPGRADE" }],
  ["a_field_of_tomorrow", { anything: [{ at: "all" }] }],
])("a strange change of %s holds up neither its neighbours nor another tenant's", async (field, value) => {
  const strange = { ...buildChange(value), field };
  for (const mutation of mutationsOf(strange)) {
    const body = buildBody(
      buildEntry([
        buildChange({ messages: [message("a1")] }),
        mutation,
        buildChange({ messages: [message("a2")] }),
      ]),
      buildEntry([buildChange({ messages: [message("g1")] }, globex.outlet)], globex.outlet),
    );
    const { status, messages } = await postJson(body);
    expect(status).toBe(200);
    expect(messages).toEqual(
      expect.arrayContaining([
        { id: "wamid.a1", wabaId: acme.outlet.businessAccountId },
        { id: "wamid.a2", wabaId: acme.outlet.businessAccountId },
        { id: "wamid.g1", wabaId: globex.outlet.businessAccountId },
      ]),
    );
  }
});

test("a strange message between good ones of one change is kept beside them", async () => {
  for (const strange of [null, 5, "x", [], {}, true, { id: "" }, { id: {} }, [[message("a9")]]]) {
    const body = buildBody(buildEntry([buildChange({ messages: [message("a1"), strange, message("a2")] })]));
    const { status, messages, kept } = await postJson(body);
    expect([status, messages.map(({ id }) => id), kept.length]).toEqual([200, ["wamid.a1", "wamid.a2"], 1]);
  }
});

test.each([
  ["in a message", (deep: string) => `{"id":"wamid.a9","from":"6281","text":${deep}}`],
  ["in place of a message", (deep: string) => deep],
])(
  "what is nested a hundred thousand deep %s is kept, and its neighbours arrive",
  async (_where, strange) => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const body = JSON.stringify(
      buildBody(
        buildEntry([buildChange({ messages: [message("a1"), "STRANGE", message("a2")] })]),
        buildEntry([buildChange({ messages: [message("g1")] }, globex.outlet)], globex.outlet),
      ),
    );
    const { status, messages, kept } = await post(
      Buffer.from(body.replace('"STRANGE"', () => strange(deep))),
    );
    expect(status).toBe(200);
    expect(messages.map(({ id }) => id)).toEqual(["wamid.a1", "wamid.a2", "wamid.g1"]);
    expect(kept.map(({ data }) => data)).toMatchObject([
      { reason: "nested too deeply", body: expect.stringContaining("[[[[") },
    ]);
  },
);

test("three megabytes of two tenants, a thousand items with a strange one among them, arrive all", async () => {
  const padding = "x".repeat(2_980);
  const of = (tenant: SeedTenant, letter: string) => {
    const messages = Array.from({ length: 500 }, (_, index) =>
      buildTextMessage(padding, { id: `wamid.${letter}${index}` }),
    );
    return buildEntry([buildChange({ messages: [...messages, null] }, tenant.outlet)], tenant.outlet);
  };
  const rawBody = Buffer.from(JSON.stringify(buildBody(of(acme, "a"), of(globex, "g"))));
  expect(rawBody.length).toBeGreaterThan(2.9 * 1024 * 1024);
  const { status, messages, kept } = await post(rawBody);
  expect([status, messages.length, kept.length]).toEqual([200, 1_000, 2]);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1_000);
});

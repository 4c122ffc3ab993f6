import { expect, describe, test } from "vitest";
import { splitWebhook } from "./split-webhook.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { replyTo } from "../../shared/runtime/on-http.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { inboundSamples } from "../../shared/testing/inbound-samples.ts";
import { mutationsOf } from "../../shared/testing/mutations.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";
import { createHandler } from "./handle.ts";
import { webhookFunction } from "./services.ts";

const [acme, globex] = seedData;

async function post(body: unknown) {
  const services = createTestServices(webhookFunction, { appUrl: "", platformUrl: "" });
  const rawBody = Buffer.from(JSON.stringify(body));
  const reply = await replyTo(
    buildHttpRequest({ headers: { "x-hub-signature-256": sign(rawBody) }, body: rawBody }),
    createHandler(services),
  );
  return { status: reply.status, events: services.bus.events };
}

/** The change between good neighbours, of the same tenant and of another. */
function surround(change: unknown) {
  const before = buildTextMessage("before", { id: "wamid.before" });
  const after = buildTextMessage("after", { id: "wamid.after" });
  return buildBody(
    buildEntry([buildChange({ messages: [before] }), change], acme.outlet),
    buildEntry([buildChange({ messages: [after] }, globex.outlet)], globex.outlet),
  );
}

describe("a body in which anything is missing or of another type", () => {
  test.each(Object.entries(inboundSamples))("is taken whole, with a message of %s", async (_name, sample) => {
    const change = buildChange({
      contacts: [{ wa_id: "6281234567890", profile: { name: "Sari" } }],
      messages: [{ id: "wamid.strange", from: "6281234567890", timestamp: "1795000000", ...sample }],
      statuses: [
        { id: "wamid.ours", status: "sent", timestamp: "1795000000", recipient_id: "6281234567890" },
      ],
    });
    for (const mutation of mutationsOf(change)) {
      const { status, events } = await post(surround(mutation));
      expect(status).toBe(200);
      const ids = events.map(({ data }) => (data as { message?: { id?: string } }).message?.id);
      expect(ids).toEqual(expect.arrayContaining(["wamid.before", "wamid.after"]));
      // The strange one itself: as an item, or kept as it is.
      expect(events.length).toBeGreaterThanOrEqual(3);
    }
  });

  test("is taken with a thousand items of two tenants, each once", async () => {
    const messages = Array.from({ length: 1_000 }, (_, index) =>
      buildTextMessage("hi", { id: `wamid.${index}` }),
    );
    const entries = [acme, globex].map(({ outlet }, half) =>
      buildEntry(
        [buildChange({ messages: messages.filter((_m, index) => index % 2 === half) }, outlet)],
        outlet,
      ),
    );
    const { status, events } = await post(buildBody(...entries));
    expect(status).toBe(200);
    const ids = events.map(({ data }) => (data as { message: { id: string } }).message.id);
    expect(new Set(ids).size).toBe(1_000);
    expect(events).toHaveLength(1_000);
  });

  test("is taken when one message fills three megabytes", async () => {
    const long = buildTextMessage("x".repeat(3 * 1024 * 1024 - 2_000), { id: "wamid.long" });
    const good = buildTextMessage("hi", { id: "wamid.good" });
    const { status, events } = await post(buildBody(buildEntry([buildChange({ messages: [long, good] })])));
    expect([status, events.length]).toEqual([200, 2]);
  });
});

describe("a history", () => {
  const metadata = { phone_number_id: "1", display_phone_number: "622225550" };
  const split = (field: string, value: object, time?: number) =>
    splitWebhook({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "W",
          ...(time === undefined ? {} : { time }),
          changes: [{ field, value: { metadata, ...value } }],
        },
      ],
    });

  test("is split into its messages, each with the customer of its thread, and its progress", () => {
    const items = split("history", {
      history: [
        {
          metadata: { phase: 0, chunk_order: 1, progress: 55 },
          threads: [
            {
              id: "6281",
              messages: [
                { id: "a", from: "6281" },
                { id: "b", from: "622225550", to: "6281" },
              ],
            },
            { context: { user_id: "ID.1", username: "@sari" }, messages: [{ id: "c" }, { noid: true }] },
            { id: "6282" },
          ],
        },
      ],
    });
    expect(items).toMatchObject([
      { kind: "account", field: "history", value: { history: [{ metadata: { progress: 55 } }] } },
      { kind: "message", source: "history", message: { id: "a" }, contact: { wa_id: "6281" } },
      { kind: "message", source: "history", message: { id: "b" }, contact: { wa_id: "6281" } },
      {
        kind: "message",
        source: "history",
        message: { id: "c" },
        contact: { user_id: "ID.1", profile: { username: "@sari" } },
      },
      { kind: "rejected" },
      { kind: "rejected" },
    ]);
    expect(JSON.stringify(items[0])).not.toContain("threads");
  });

  test("that the business does not share says so", () => {
    const items = split("history", { history: [{ errors: [{ code: 2593109 }] }] });
    expect(items).toMatchObject([{ kind: "account", value: { history: [{ errors: [{ code: 2593109 }] }] } }]);
  });

  test.each(["smb_app_state_sync", "user_preferences"])(
    "and a list of %s is split into its entries",
    (field) => {
      const key = field === "user_preferences" ? field : "state_sync";
      const items = split(field, { [key]: [{ n: 1 }, { n: 2 }] }, 1_795_000_000);
      expect(items).toMatchObject(
        [1, 2].map((n) => ({ kind: "account", field, value: { metadata, [key]: [{ n }] } })),
      );
      expect(items[0]).toMatchObject({ occurredAt: "2026-11-18T11:06:40.000Z" });
      expect(split(field, { [key]: {} })).toHaveLength(1);
    },
  );
});

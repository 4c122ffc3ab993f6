import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { replyTo } from "../../shared/runtime/on-http.ts";
import { buildTextMessage } from "../../shared/testing/builders.ts";
import { buildHttpRequest } from "../../shared/testing/http-request.ts";
import { createTestServices } from "../../shared/testing/services.ts";
import { buildBody, buildChange, buildEntry, sign } from "../../shared/testing/webhook-body.ts";
import { createHandler } from "./handle.ts";
import { webhookFunction } from "./services.ts";

async function post(rawBody: Buffer) {
  const services = createTestServices(webhookFunction, { appUrl: "", platformUrl: "" });
  const request = buildHttpRequest({ headers: { "x-hub-signature-256": sign(rawBody) }, body: rawBody });
  const { status } = await replyTo(request, createHandler(services));
  const { events } = services.bus;
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify(event)), 0);
  return { status, events, bytes, bound: 4 * rawBody.length + 2_048 * events.length };
}

const changeOf = (field: string, value: Record<string, unknown>) => ({ ...buildChange(value), field });
const bodyOf = (...changes: unknown[]) => Buffer.from(JSON.stringify(buildBody(buildEntry(changes))));
const times = <Part>(count: number, make: (index: number) => Part) =>
  Array.from({ length: count }, (_, index) => make(index));
const contact = (index: number) => ({ wa_id: `62${index}`, profile: { name: `Customer ${index}` } });
const preference = (index: number) => ({
  wa_id: `62${index}`,
  category: "marketing_messages",
  value: "stop",
  detail: "User requested to stop marketing messages",
  timestamp: 1_795_000_000,
});
const long = "x".repeat(100_000);

/** Ways in which a part of the body was once told again by each of its items, or could be. */
const attacks: [what: string, body: Buffer][] = [
  [
    "a thousand preferences with their contacts",
    bodyOf(
      changeOf("user_preferences", {
        contacts: times(1_000, contact),
        user_preferences: times(1_000, preference),
      }),
    ),
  ],
  [
    "five thousand of them, in more than a megabyte",
    bodyOf(
      changeOf("user_preferences", {
        contacts: times(5_000, contact),
        user_preferences: times(5_000, preference),
      }),
    ),
  ],
  [
    "contacts of an address book beside others",
    bodyOf(
      changeOf("smb_app_state_sync", {
        contacts: times(1_000, contact),
        state_sync: times(1_000, (index) => ({ type: "contact", contact: { phone_number: `62${index}` } })),
      }),
    ),
  ],
  [
    "a thousand chunks of a history beside contacts",
    bodyOf(
      changeOf("history", {
        contacts: times(1_000, contact),
        history: times(1_000, (index) => ({ metadata: { chunk_order: index } })),
      }),
    ),
  ],
  [
    "a thread of a thousand messages with a long context",
    bodyOf(
      changeOf("history", {
        history: [
          {
            threads: [
              {
                id: "6281",
                context: { username: long },
                messages: times(1_000, (index) => (index % 2 ? 0 : { id: `h${index}` })),
              },
            ],
          },
        ],
      }),
    ),
  ],
  [
    "a thousand messages of one customer with a long name",
    bodyOf(
      buildChange({
        contacts: [{ wa_id: "6281", profile: { name: long } }],
        messages: times(1_000, () => buildTextMessage("hi", { from: "6281" })),
      }),
    ),
  ],
  [
    "a thousand messages beside long errors",
    bodyOf(
      buildChange({ errors: [{ message: long }], messages: times(1_000, () => buildTextMessage("hi")) }),
    ),
  ],
  [
    "a thousand messages that cannot be read, of a number with long metadata",
    bodyOf(
      buildChange({
        metadata: { phone_number_id: "1", display_phone_number: long, more: long },
        messages: times(1_000, () => 5),
      }),
    ),
  ],
  [
    "a thousand statuses beside errors",
    bodyOf(buildChange({ errors: [{ code: 1 }], statuses: times(1_000, (index) => ({ id: `s${index}` })) })),
  ],
  [
    "an account's id of a hundred thousand digits",
    Buffer.from(
      JSON.stringify(
        buildBody({ id: "1".repeat(100_000), changes: times(500, () => changeOf("account_update", {})) }),
      ),
    ),
  ],
  [
    "a number's id of a hundred thousand digits",
    bodyOf(
      buildChange({
        metadata: { phone_number_id: long },
        messages: times(500, () => buildTextMessage("hi")),
      }),
    ),
  ],
  [
    "numbers that are written longer than they came",
    Buffer.from(
      bodyOf(buildChange({ messages: [buildTextMessage("hi", { numbers: "HERE" })] }))
        .toString()
        .replace('"HERE"', `[${times(50_000, () => "1e20").join(",")}]`),
    ),
  ],
  ["bytes that are no text", Buffer.alloc(1_000_000, 0)],
  [
    "more items than Meta ever sends",
    Buffer.from(
      bodyOf(buildChange({ messages: ["HERE"] }))
        .toString()
        .replace('"HERE"', times(1_000_000, () => "0").join(",")),
    ),
  ],
  [
    "more entries than Meta ever sends",
    Buffer.from(`{"object":"whatsapp_business_account","entry":[${times(1_000_000, () => "0").join(",")}]}`),
  ],
];

describe("the events of a body take no more than four times its bytes and 2 kB each", () => {
  test.each(attacks)("with %s", async (_what, rawBody) => {
    const { status, bytes, bound, events } = await post(rawBody);
    expect(status).toBe(200);
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(20_001);
    expect(bytes).toBeLessThanOrEqual(bound);
  });

  test("whatever the body is", async () => {
    const word = fc.constantFrom("6281", "6282", "US.1", "", "é", "\u0000", '"\\', long.slice(0, 1_000));
    const junk = fc.oneof(word, fc.jsonValue(), fc.constantFrom(1e20, 1e-7, 5));
    const part = fc.dictionary(
      fc.constantFrom(
        "id",
        "from",
        "to",
        "recipient_id",
        "wa_id",
        "user_id",
        "contact",
        "profile",
        "errors",
        "context",
        "threads",
        "messages",
        "username",
        "timestamp",
        "type",
        "text",
      ),
      fc.oneof(junk, fc.dictionary(fc.constantFrom("wa_id", "username", "name", "phone_number"), word)),
    );
    const parts = fc.oneof(
      junk,
      fc.array(fc.oneof(part, junk), { maxLength: 12 }),
      fc.tuple(part, fc.integer({ max: 60, min: 1 })).map(([one, count]) => times(count, () => one)),
    );
    const thread = fc.record(
      { id: word, context: part, messages: parts },
      { requiredKeys: [], noNullPrototype: true },
    );
    const value = fc.record(
      {
        metadata: fc.oneof(
          junk,
          fc.record({ phone_number_id: word, display_phone_number: word, more: junk }),
        ),
        contacts: parts,
        errors: parts,
        messages: parts,
        statuses: parts,
        message_echoes: parts,
        standby: fc.record({ messages: parts, contacts: parts, metadata: junk }),
        state_sync: parts,
        user_preferences: parts,
        history: fc.oneof(
          parts,
          fc.array(fc.record({ threads: fc.array(fc.oneof(thread, junk), { maxLength: 3 }), errors: parts })),
        ),
      },
      { requiredKeys: [] },
    );
    const field = fc.constantFrom(
      "messages",
      "smb_message_echoes",
      "standby",
      "history",
      "smb_app_state_sync",
      "user_preferences",
      "account_update",
      "y".repeat(2_000),
    );
    const entry = fc.record({
      id: word,
      time: fc.integer(),
      changes: fc.oneof(junk, fc.array(fc.record({ field, value }), { maxLength: 3 })),
    });
    const bodies = fc
      .array(entry, { maxLength: 3 })
      .map((entries) => JSON.stringify({ object: "whatsapp_business_account", entry: entries }))
      // As other writers spell the same: bytes that are no UTF-8, and numbers with exponents.
      .chain((text) =>
        fc.constantFrom(
          Buffer.from(text),
          Buffer.from(text.replaceAll("100000000000000000000", "1e20")),
          Buffer.from(text.replaceAll("x", "\u00ff"), "latin1"),
          Buffer.from(text.slice(0, text.length / 2)),
        ),
      );
    await fc.assert(
      fc.asyncProperty(bodies, async (rawBody) => {
        const { status, bytes, bound } = await post(rawBody);
        expect(status).toBe(200);
        expect(bytes).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 100, endOnFailure: true },
    );
  });
});

describe("each item has its own", () => {
  test("contact alone, and what no item has comes once", async () => {
    const stranger = contact(99);
    const { events } = await post(
      bodyOf(
        changeOf("user_preferences", {
          contacts: [contact(2), stranger, contact(1)],
          user_preferences: [preference(1), preference(2)],
        }),
      ),
    );
    const values = events.map(({ data }) => (data as { value: Record<string, unknown> }).value);
    expect(values).toMatchObject([
      { user_preferences: [preference(1)], contacts: [contact(1)] },
      { user_preferences: [preference(2)], contacts: [contact(2)] },
      { contacts: [stranger] },
    ]);
  });

  test("part of a history, and what is long beside it comes once", async () => {
    const { events } = await post(
      bodyOf(changeOf("history", { errors: [long], history: [{ n: 1 }, { n: 2 }] })),
    );
    const values = events.map(({ data }) => (data as { value: object }).value);
    expect(values).toMatchObject([{ history: [{ n: 1 }] }, { history: [{ n: 2 }] }, { errors: [long] }]);
    expect(values[0]).not.toHaveProperty("errors");
  });
});

test("what is no text is kept so that its bytes can be had again", async () => {
  const bytes = Buffer.from([0, 1, 0xff, 0x7b]);
  const { events } = await post(bytes);
  expect(events).toMatchObject([{ data: { body: `data:;base64,${bytes.toString("base64")}` } }]);
});

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitWebhook, type WebhookItem } from "./split-webhook.ts";

const metadata = { display_phone_number: "15550783881", phone_number_id: "106540352242922" };
const change = (value: unknown, field = "messages") => ({ field, value });
const bodyOf = (...changes: unknown[]) => ({
  object: "whatsapp_business_account",
  entry: [{ id: "waba", changes }],
});
const split = (value: Record<string, unknown>, field?: string) =>
  splitWebhook(bodyOf(change({ metadata, ...value }, field)));
const of = <Kind extends WebhookItem["kind"]>(items: WebhookItem[], kind: Kind) =>
  items.filter((item) => item.kind === kind) as Extract<WebhookItem, { kind: Kind }>[];

describe("a body", () => {
  test("gives one item for each message, status and echo", () => {
    const items = splitWebhook({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "w1",
          changes: [change({ metadata, messages: [{ id: "a" }, { id: "b" }], statuses: [{ id: "c" }] })],
        },
        {
          id: "w2",
          changes: [
            change({ metadata, message_echoes: [{ id: "d" }] }, "smb_message_echoes"),
            change({ metadata, statuses: [{ id: "e" }] }),
          ],
        },
      ],
    });
    const id = (item: WebhookItem) =>
      item.kind === "message" ? item.message["id"] : item.kind === "status" ? item.status["id"] : undefined;
    expect(items.map((item) => [item.kind, "wabaId" in item && item.wabaId, id(item)])).toEqual([
      ["message", "w1", "a"],
      ["message", "w1", "b"],
      ["status", "w1", "c"],
      ["message", "w2", "d"],
      ["status", "w2", "e"],
    ]);
    expect(of(items, "message").map(({ source }) => source)).toEqual(["message", "message", "echo"]);
  });

  test("gives copies of what another app has as such, whatever they are", () => {
    const standby = {
      messages: [{ id: "a", from: "62811" }],
      message_echoes: [{ id: "b" }],
      statuses: [{ id: "c" }],
    };
    const items = split({ standby, contacts: [{ wa_id: "62811" }] }, "standby");
    expect(items).toMatchObject([
      {
        kind: "message",
        source: "message",
        isStandby: true,
        message: { id: "a" },
        contact: { wa_id: "62811" },
      },
      { kind: "message", source: "echo", isStandby: true, message: { id: "b" } },
      { kind: "status", status: { id: "c" } },
    ]);
    expect(split({ standby: { messages: [] } }, "standby")).toMatchObject([
      { kind: "account", field: "standby" },
    ]);
    expect(split({ messages: [{ id: "d" }] })[0]).not.toHaveProperty("isStandby");
  });

  test("of any JSON is split without an error", () => {
    const words = fc.constantFrom(
      "messages",
      "statuses",
      "metadata",
      "contacts",
      "errors",
      "smb_message_echoes",
      "id",
    );
    const value = fc.dictionary(
      words,
      fc.oneof(fc.jsonValue(), fc.array(fc.dictionary(words, fc.jsonValue()))),
    );
    const bodies = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.record({ field: words, value }, { requiredKeys: [] })).map((changes) => bodyOf(...changes)),
    );
    fc.assert(fc.property(bodies, (body) => Array.isArray(splitWebhook(body))));
  });

  test("loses no item, whatever its neighbours are", () => {
    const good = fc.uuid().map((id) => ({ id: `good-${id}` }));
    const parts = fc.array(fc.oneof(good, fc.jsonValue()), { maxLength: 8 });
    fc.assert(
      fc.property(parts, parts, (messages, statuses) => {
        const items = split({ messages, statuses });
        expect(items).toHaveLength(Math.max(1, messages.length + statuses.length));
        for (const part of [...messages, ...statuses])
          expect(JSON.stringify(items)).toContain(JSON.stringify(part));
      }),
    );
  });
});

describe("nothing is dropped where", () => {
  test.each([
    [
      "messages are no array beside good statuses",
      { messages: { id: "a" }, statuses: [{ id: "b" }] },
      ["rejected", "status"],
    ],
    [
      "statuses are no array beside good messages",
      { messages: [{ id: "a" }], statuses: "b" },
      ["message", "rejected"],
    ],
    ["errors stand alone", { errors: [{ code: 130429 }] }, ["account"]],
    [
      "errors stand beside statuses",
      { statuses: [{ id: "b" }], errors: [{ code: 130429 }] },
      ["status", "account"],
    ],
    ["there is nothing that is known", { user_actions: [] }, ["rejected"]],
    [
      "the number is not named",
      { metadata: {}, messages: [{ id: "a" }], statuses: [{ id: "b" }] },
      ["rejected", "rejected"],
    ],
  ])("%s", (_where, value, kinds) => {
    expect(split(value).map(({ kind }) => kind)).toEqual(kinds);
  });

  test("echoes are missing or no array", () => {
    expect(split({}, "smb_message_echoes")).toMatchObject([{ kind: "rejected" }]);
    expect(split({ message_echoes: { id: "a" } }, "smb_message_echoes")).toMatchObject([
      { kind: "rejected" },
    ]);
  });

  test("the field is of an account, or not known", () => {
    const items = split({ event: "DISABLED_UPDATE" }, "account_update");
    expect(items).toEqual([
      {
        kind: "account",
        wabaId: "waba",
        phoneNumberId: metadata.phone_number_id,
        field: "account_update",
        value: { metadata, event: "DISABLED_UPDATE" },
      },
    ]);
    expect(splitWebhook(bodyOf(change({ a: 1 }, "brand_new")))).toEqual([
      { kind: "account", wabaId: "waba", field: "brand_new", value: { a: 1 } },
    ]);
  });
});

describe("a message", () => {
  test("comes with the contact that it is from, by user id or phone", () => {
    const contacts = [{ wa_id: "1" }, { user_id: "US.2" }, { wa_id: "3", user_id: "US.3" }];
    const messages = [
      { id: "a", from: "3" },
      { id: "b", from_user_id: "US.2" },
      { id: "c", from: "1" },
      { id: "d", from: "9" },
    ];
    const found = of(split({ contacts, messages }), "message").map(({ contact }) => contact);
    expect(found).toEqual([contacts[2], contacts[1], contacts[0], undefined]);
  });

  test("alone comes with the only contact, though their ids differ", () => {
    const contacts = [{ wa_id: "551187654321", profile: { name: "Ana" } }];
    expect(
      of(split({ contacts, messages: [{ id: "a", from: "5511987654321" }] }), "message")[0]?.contact,
    ).toBe(contacts[0]);
  });

  test("of one customer never comes with another's contact", () => {
    const contacts = [{ wa_id: "1", user_id: "US.1", profile: { name: "Ana" } }];
    const messages = [
      { id: "a", from: "1" },
      { id: "b", from: "2" },
    ];
    expect(of(split({ contacts, messages }), "message").map(({ contact }) => contact)).toEqual([
      contacts[0],
      undefined,
    ]);
  });

  test("takes the change's errors with it, unless it has its own", () => {
    const errors = [{ code: 131000 }];
    const own = [{ code: 131051 }];
    const items = split({
      errors,
      messages: [
        { id: "a", type: "interactive" },
        { id: "b", errors: own },
      ],
    });
    expect(of(items, "message").map(({ message }) => message["errors"])).toEqual([errors, own]);
  });
});

test("a status comes with the contact that it was sent to", () => {
  const contacts = [{ wa_id: "1" }, { wa_id: "2" }];
  expect(of(split({ contacts, statuses: [{ id: "a", recipient_id: "2" }] }), "status")[0]?.contact).toBe(
    contacts[1],
  );
});

describe("a message's contact is who wrote it, and nobody else", () => {
  const name = { profile: { name: "Ana" } };
  test.each([
    ["another number", { from: "1555000111" }, { wa_id: "1555000222", ...name }],
    ["another user id", { from_user_id: "US.1" }, { user_id: "US.2", ...name }],
    [
      "another user id with the same number",
      { from: "1", from_user_id: "US.1" },
      { wa_id: "1", user_id: "US.2" },
    ],
  ])("not the only one of %s", (_what, message, contact) => {
    const [item] = of(split({ contacts: [contact], messages: [{ id: "a", ...message }] }), "message");
    expect(item).not.toHaveProperty("contact");
  });
  test.each([
    ["whose ids Meta leaves out", { from: "1" }, name],
    ["of whom the message names nothing", {}, { user_id: "US.2" }],
    [
      "with another number and the same user id",
      { from: "15550001", from_user_id: "US.1" },
      { wa_id: "15550002", user_id: "US.1" },
    ],
    ["with a user id in place of the number", { from: "US.1" }, { user_id: "US.1" }],
  ])("but the only one %s", (_what, message, contact) => {
    const [item] = of(split({ contacts: [contact], messages: [{ id: "a", ...message }] }), "message");
    expect(item?.contact).toBe(contact);
  });
});

describe("beside the messages nothing vanishes", () => {
  test("what customers did comes as news, also alone", () => {
    const actions = [{ action_type: "marketing_messages_link_click" }, { action_type: "new" }];
    const news = actions.map((action) => ({
      kind: "account",
      field: "user_actions",
      value: { metadata, user_actions: [action] },
    }));
    expect(split({ user_actions: actions })).toMatchObject(news);
    expect(split({ messages: [{ id: "a" }], user_actions: actions })).toMatchObject([
      { kind: "message" },
      ...news,
    ]);
  });

  test("what was said before goes with the message", () => {
    const context = { type: "summary", summary: { text: "Asked for a tent." } };
    const [item] = of(split({ messages: [{ id: "a" }], conversation_context: context }), "message");
    expect(item?.message).toEqual({ id: "a", conversation_context: context });
  });

  test("what is new beside them is kept", () => {
    expect(split({ statuses: [{ id: "a" }], polls: [{ id: "p" }] })).toMatchObject([
      { kind: "status" },
      { kind: "account", field: "messages", value: { metadata, polls: [{ id: "p" }] } },
    ]);
  });
});

describe("the later part of a history", () => {
  test("has messages without threads, of both sides", () => {
    const items = split(
      {
        metadata: { ...metadata, display_phone_number: "+1 555-078-3881" },
        messages: [
          { id: "a", from: "62811", type: "image", image: { id: "M1" } },
          { id: "b", from: "15550783881", to: "62811", type: "image", image: { id: "M2" } },
        ],
        message_echoes: [{ id: "c", from: "15550783881", to: "62812", type: "image", image: { id: "M3" } }],
      },
      "history",
    );
    const about = of(items, "message").map((item) => [
      item.source,
      item.message["id"],
      item.contact?.["wa_id"],
    ]);
    expect(about).toEqual([
      ["history", "a", "62811"],
      ["history", "b", "62811"],
      ["history", "c", "62812"],
    ]);
  });

  test("may come beside threads", () => {
    const history = [{ metadata: { phase: 0 }, threads: [{ id: "62811", messages: [{ id: "a" }] }] }];
    const items = split({ history, message_echoes: [{ id: "b", to: "62811" }] }, "history");
    expect(items.map((item) => (item.kind === "message" ? item.message["id"] : item.kind))).toEqual([
      "account",
      "a",
      "b",
    ]);
  });
});

test("an echo of another app comes as it was sent, inside of `message`", () => {
  const sent = { to: "62811", type: "text", text: { body: "Halo" }, context: { message_id: "wamid.q" } };
  const echo = { id: "wamid.e", from: "15550783881", timestamp: "1", message: sent };
  expect(split({ standby: { message_echoes: [echo] } }, "standby")).toMatchObject([
    {
      kind: "message",
      source: "echo",
      isStandby: true,
      message: {
        id: "wamid.e",
        to: "62811",
        type: "text",
        text: { body: "Halo" },
        context: { id: "wamid.q" },
        timestamp: "1",
      },
    },
  ]);
});

describe("an id that can be none is refused at once, with the reason", () => {
  const long = "x".repeat(600);
  test.each<[string, Record<string, unknown>, string]>([
    ["of a message", { messages: [{ id: "a\0b" }] }, "id is too long or holds control characters"],
    ["of a group", { messages: [{ id: "a", group_id: long }] }, "group_id is too long"],
    ["of a status", { statuses: [{ id: long, status: "read" }] }, "id is too long"],
    ["of whom a status tells", { statuses: [{ id: "a", recipient_id: "1\0" }] }, "recipient_id is too long"],
    ["missing", { messages: [{}] }, "id is missing"],
    [
      "of the number",
      { metadata: { phone_number_id: "1\0" }, messages: [{ id: "a" }] },
      "no number is named",
    ],
  ])("%s", (_what, value, reason) => {
    expect(split(value)).toEqual([
      { kind: "rejected", reason: expect.stringContaining(reason), part: expect.anything() },
    ]);
  });

  test("of the account, or of the field", () => {
    const entry = { id: "w\0", changes: [change({ messages: [] })] };
    expect(splitWebhook({ object: "whatsapp_business_account", entry: [entry] })).toMatchObject([
      { kind: "rejected" },
    ]);
    expect(splitWebhook(bodyOf(change({ a: 1 }, long)))).toMatchObject([{ kind: "rejected" }]);
  });
});

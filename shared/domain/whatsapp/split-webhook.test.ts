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

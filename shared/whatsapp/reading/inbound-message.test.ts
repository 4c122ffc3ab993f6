import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readInboundMessage } from "./inbound-message.ts";

const text = {
  id: "wamid.1",
  from: "6281234567890",
  timestamp: "1749416383",
  type: "text",
  text: { body: "Hi" },
};

describe("a message's sender", () => {
  test.each([
    ["by phone", { from: "6281234567890" }, undefined, { phone: "6281234567890", waId: "6281234567890" }],
    [
      "by phone with a plus",
      { from: "+6281234567890" },
      undefined,
      { phone: "6281234567890", waId: "6281234567890" },
    ],
    [
      "by phone of the contact",
      { from: undefined },
      { wa_id: "6281234567890" },
      { phone: "6281234567890", waId: "6281234567890" },
    ],
    [
      "by the message's phone before the contact's",
      { from: "5511987654321" },
      { wa_id: "551187654321" },
      { phone: "5511987654321", waId: "551187654321" },
    ],
    [
      "by user id",
      { from: undefined, from_user_id: "US.1349" },
      undefined,
      { businessScopedUserId: "US.1349" },
    ],
    [
      "by parent-scoped user id",
      { from: undefined, from_user_id: "US.ENT.1349" },
      undefined,
      { businessScopedUserId: "US.ENT.1349" },
    ],
    [
      "by user id of the contact",
      { from: undefined },
      { user_id: "US.1349" },
      { businessScopedUserId: "US.1349" },
    ],
    [
      "by user id where the phone belongs",
      { from: "US.1349" },
      undefined,
      { businessScopedUserId: "US.1349" },
    ],
    [
      "by both",
      { from_user_id: "ID.a1" },
      { wa_id: "6281234567890" },
      { phone: "6281234567890", waId: "6281234567890", businessScopedUserId: "ID.a1" },
    ],
    [
      "with what they call themselves",
      {},
      { profile: { name: "Sari", username: "@sari" } },
      { phone: "6281234567890", waId: "6281234567890", profileName: "Sari", username: "sari" },
    ],
  ])("is known %s", (_how, change, contact, sender) => {
    expect(readInboundMessage({ ...text, ...change }, contact)?.sender).toEqual(sender);
  });

  test.each([
    ["nobody", { from: undefined }],
    ["no phone", { from: "0812345678" }],
    ["too short a phone", { from: "1234" }],
    ["too long a phone", { from: "1234567890123456" }],
    ["another form of user id", { from: undefined, from_user_id: "us.1349" }],
    ["no text", { from: { phone: "6281234567890" } }],
    ["no message id", { id: "" }],
  ])("that is %s leaves nothing to answer", (_what, change) => {
    expect(readInboundMessage({ ...text, ...change }, undefined)).toBeUndefined();
  });
});

describe("a message", () => {
  test("of text is read", () => {
    expect(readInboundMessage({ ...text, context: { id: "wamid.0" } }, undefined)).toEqual({
      wamid: "wamid.1",
      sender: { phone: "6281234567890", waId: "6281234567890" },
      type: "text",
      body: "Hi",
      content: { kind: "text", words: "Hi", quote: { wamid: "wamid.0" } },
      readable: true,
      sentAt: new Date(1_749_416_383_000),
      contextWamid: "wamid.0",
    });
  });

  test.each([
    ["another type", { type: "image", image: { id: "1" } }, "[image]"],
    ["a type that is not known", { type: "hologram" }, "[hologram]"],
    ["no type and no part that shows it", { type: undefined, text: undefined, hologram: {} }, "[unknown]"],
    ["text without words", { text: {} }, "[text]"],
    ["text that is none", { text: { body: { a: 1 } } }, "[text]"],
  ])("of %s has a placeholder, and is not readable", (_what, change, body) => {
    expect(readInboundMessage({ ...text, ...change }, undefined)).toMatchObject({ body, readable: false });
  });

  test("in a group says so", () => {
    expect(readInboundMessage({ ...text, group_id: "G1" }, undefined)).toMatchObject({ groupId: "G1" });
  });

  test("of any form is read or not, and never throws", () => {
    const keys = fc.constantFrom(
      "id",
      "from",
      "from_user_id",
      "type",
      "text",
      "timestamp",
      "context",
      "group_id",
      "profile",
      "wa_id",
    );
    const objects = fc.dictionary(
      keys,
      fc.oneof(fc.constantFrom("text", "6281234567890", "US.1"), fc.jsonValue()),
    );
    fc.assert(
      fc.property(objects, fc.option(objects, { nil: undefined }), (message, contact) => {
        const read = readInboundMessage(message, contact);
        if (read !== undefined)
          expect(read.sender.phone ?? read.sender.businessScopedUserId ?? read.groupId).toBeTypeOf("string");
      }),
    );
  });
});

describe("a message that does not say its type", () => {
  test("is of the type that its part shows", () => {
    const { type: _, ...untyped } = text;
    expect(readInboundMessage(untyped, undefined)).toMatchObject({
      type: "text",
      body: "Hi",
      readable: true,
    });
    const image = { ...untyped, text: undefined, image: { id: "M1" } };
    expect(readInboundMessage(image, undefined)).toMatchObject({ type: "image", content: { mediaId: "M1" } });
    const reaction = { ...untyped, text: undefined, reaction: { message_id: "wamid.0", emoji: "👍" } };
    expect(readInboundMessage(reaction, undefined)?.change).toMatchObject({ kind: "reaction" });
    const edit = { original_message_id: "wamid.0", message: { text: { body: "Hi!" } } };
    expect(
      readInboundMessage({ ...untyped, text: undefined, type: "edit", edit }, undefined)?.change,
    ).toMatchObject({
      reading: { type: "text", body: "Hi!" },
    });
  });
});

describe("ids, names and texts have bounds", () => {
  const long = "x".repeat(70_000);

  test.each([["wamid.a\0b"], ["wamid.\n1"], [long], ["\uD800"]])("an id as %j is none", (id) => {
    expect(readInboundMessage({ ...text, id }, undefined)).toBeUndefined();
    expect(readInboundMessage({ ...text, group_id: id }, undefined)).toBeUndefined();
    const quoting = readInboundMessage({ ...text, context: { id } }, undefined);
    expect(quoting).toMatchObject({ body: "Hi" });
    expect(quoting).not.toHaveProperty("contextWamid");
    const reaction = { ...text, type: "reaction", reaction: { message_id: id, emoji: "👍" } };
    expect(readInboundMessage(reaction, undefined)).not.toHaveProperty("change");
  });

  test("a name and a text of absurd length are cut", () => {
    const contact = { wa_id: "16505551234", profile: { name: long, username: long } };
    const read = readInboundMessage({ ...text, text: { body: long } }, contact);
    expect([read?.sender.profileName?.length, read?.sender.username?.length]).toEqual([512, 512]);
    expect(read?.body.length).toBe(65_536);
  });
});

test("what stands beside the words is kept: advertisement, greeting, contact cards, what was said before", () => {
  const referral = {
    source_id: "1",
    image_url: "https://a/i.jpg",
    video_url: "https://a/v.mp4",
    thumbnail_url: "https://a/t.jpg",
    welcome_message: { text: "Hello! What can we do for you?" },
  };
  const context = { type: "summary", summary: { text: "Asked for a tent." } };
  expect(
    readInboundMessage({ ...text, referral, conversation_context: context }, undefined)?.content,
  ).toEqual({
    kind: "text",
    words: "Hi",
    handoverSummary: "Asked for a tent.",
    referral: {
      sourceId: "1",
      imageUrl: "https://a/i.jpg",
      videoUrl: "https://a/v.mp4",
      thumbnailUrl: "https://a/t.jpg",
      welcomeMessage: "Hello! What can we do for you?",
    },
  });
  const card = {
    name: { first_name: "Ana", middle_name: "M.", last_name: "Sousa" },
    phones: [{ phone: "+55 11", type: "CELL" }],
    addresses: [{ street: "Rua A 1", city: "São Paulo", country_code: "br" }, {}],
    urls: [{ url: "https://ana.example", type: "WORK" }],
    birthday: "1990-01-02",
    org: { company: "Loja", department: "Vendas", title: "Gerente" },
    vcard: "BEGIN:VCARD",
  };
  const { text: _, ...untexted } = text;
  expect(readInboundMessage({ ...untexted, type: "contacts", contacts: [card] }, undefined)?.content).toEqual(
    {
      kind: "contacts",
      cards: [
        {
          name: "Ana M. Sousa",
          phones: [{ phone: "+55 11", type: "CELL" }],
          organisation: "Loja",
          department: "Vendas",
          title: "Gerente",
          addresses: ["Rua A 1, São Paulo"],
          urls: ["https://ana.example"],
          birthday: "1990-01-02",
          vcard: "BEGIN:VCARD",
        },
      ],
    },
  );
});

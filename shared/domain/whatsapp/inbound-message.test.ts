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
    ["by phone", { from: "6281234567890" }, undefined, { phone: "6281234567890" }],
    ["by phone with a plus", { from: "+6281234567890" }, undefined, { phone: "6281234567890" }],
    ["by phone of the contact", { from: undefined }, { wa_id: "6281234567890" }, { phone: "6281234567890" }],
    [
      "by the message's phone before the contact's",
      { from: "5511987654321" },
      { wa_id: "551187654321" },
      { phone: "5511987654321" },
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
      { phone: "6281234567890", businessScopedUserId: "ID.a1" },
    ],
    [
      "with what they call themselves",
      {},
      { profile: { name: "Sari", username: "@sari" } },
      { phone: "6281234567890", profileName: "Sari", username: "sari" },
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
      sender: { phone: "6281234567890" },
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
    ["no type", { type: undefined }, "[unknown]"],
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

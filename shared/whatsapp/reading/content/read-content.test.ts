import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readChange } from "../change.ts";
import { readableWords, readContent } from "./read-content.ts";

const file = { id: "M1", mime_type: "image/jpeg", sha256: "aGFzaA==" };

describe("a message is read", () => {
  test.each<[string, string, Record<string, unknown>, Record<string, unknown>, string]>([
    ["text", "text", { text: { body: "Hi" } }, { kind: "text", words: "Hi" }, "Hi"],
    [
      "an image with a caption",
      "image",
      { image: { ...file, caption: "this one?" } },
      { kind: "image", mediaId: "M1", mimeType: "image/jpeg", sha256: "aGFzaA==", words: "this one?" },
      "[image] this one?",
    ],
    [
      "an image that Meta could not fetch",
      "image",
      { errors: [{ code: 131052, title: "Media download error" }] },
      { kind: "image", errors: [{ code: 131052, title: "Media download error" }] },
      "[image]",
    ],
    ["a video", "video", { video: file }, { kind: "video", mediaId: "M1" }, "[video]"],
    ["a voice message", "audio", { audio: { ...file, voice: true } }, { voice: true }, "[voice message]"],
    [
      "a voice message by its old name",
      "voice",
      { voice: file },
      { kind: "audio", mediaId: "M1" },
      "[voice message]",
    ],
    ["a sound file", "audio", { audio: file }, { kind: "audio" }, "[audio]"],
    [
      "a document",
      "document",
      { document: { ...file, filename: "price list.pdf" } },
      { kind: "document", fileName: "price list.pdf" },
      "[document: price list.pdf]",
    ],
    [
      "a sticker",
      "sticker",
      { sticker: { ...file, animated: true } },
      { kind: "sticker", animated: true },
      "[sticker]",
    ],
    [
      "a place",
      "location",
      { location: { latitude: -6.9, longitude: "107.6", name: "Gedung Sate", address: "Bandung" } },
      {
        kind: "location",
        latitude: -6.9,
        longitude: 107.6,
        words: "Location: Gedung Sate, Bandung (-6.9, 107.6)",
      },
      "[location] Gedung Sate, Bandung (-6.9, 107.6)",
    ],
    ["a place that is none", "location", { location: { latitude: 91 } }, { kind: "location" }, "[location]"],
    [
      "contacts",
      "contacts",
      { contacts: [{ name: { formatted_name: "Ana" }, phones: [{ phone: "+1", user_id: "US.1" }] }, {}] },
      { cards: [{ name: "Ana", phones: [{ phone: "+1", businessScopedUserId: "US.1" }] }, { phones: [] }] },
      "[contact: Ana]",
    ],
    [
      "a button's reply",
      "interactive",
      { interactive: { type: "button_reply", button_reply: { id: "yes", title: "Yes, please" } } },
      { kind: "button_reply", id: "yes", words: "Yes, please" },
      "Yes, please",
    ],
    [
      "a list's reply",
      "interactive",
      { interactive: { type: "list_reply", list_reply: { id: "r1", title: "Monday", description: "9:00" } } },
      { kind: "list_reply", id: "r1", description: "9:00", words: "Monday" },
      "Monday",
    ],
    [
      "a form",
      "interactive",
      {
        interactive: {
          type: "nfm_reply",
          nfm_reply: { name: "flow", body: "Sent", response_json: '{"a":1}' },
        },
      },
      { kind: "form_reply", name: "flow", answers: { a: 1 } },
      "[form: flow] Sent",
    ],
    [
      "a form whose answers are no JSON",
      "interactive",
      { interactive: { type: "nfm_reply", nfm_reply: { response_json: "{oops" } } },
      { kind: "form_reply", unreadAnswers: "{oops" },
      "[form: unnamed]",
    ],
    [
      "a call permission",
      "interactive",
      {
        interactive: {
          type: "call_permission_reply",
          call_permission_reply: { response: "accept", expiration_timestamp: 1750000000 },
        },
      },
      { kind: "call_permission", response: "accept", expiresAt: "2025-06-15T15:06:40.000Z" },
      "[call permission: accept]",
    ],
    [
      "an interactive reply without its object",
      "interactive",
      { errors: [{ code: 131000, title: "Unsupported webhook payload" }] },
      { kind: "interactive" },
      "[interactive] Unsupported webhook payload",
    ],
    [
      "an interactive reply of a new kind",
      "interactive",
      { interactive: { type: "wheel" } },
      { subtype: "wheel" },
      "[interactive: wheel]",
    ],
    [
      "a template's button",
      "button",
      { button: { text: "Stop", payload: "P" } },
      { payload: "P", words: "Stop" },
      "Stop",
    ],
    ["a button without its object", "button", {}, { kind: "button_reply" }, "[button]"],
    [
      "an order",
      "order",
      {
        order: {
          catalog_id: "C",
          product_items: [{ product_retailer_id: "sku", quantity: "2", item_price: 7.5, currency: "USD" }],
        },
      },
      { kind: "order", items: [{ productId: "sku", quantity: 2, price: 7.5, currency: "USD" }] },
      "[order: 2 × sku]",
    ],
    [
      "a new number",
      "system",
      {
        from: "111111",
        system: {
          type: "user_changed_number",
          body: "User changed",
          wa_id: "222222",
          user_id: "US.2",
          previous_user_id: "US.1",
        },
      },
      {
        kind: "system",
        change: {
          from: { phone: "111111", businessScopedUserId: "US.1" },
          to: { phone: "222222", businessScopedUserId: "US.2" },
        },
      },
      "User changed",
    ],
    [
      "a changed security code",
      "system",
      { identity: { hash: "h" }, system: { type: "customer_identity_changed" } },
      { event: "customer_identity_changed", identityHash: "h" },
      "[customer_identity_changed]",
    ],
    [
      "what WhatsApp does not convey",
      "unsupported",
      {
        errors: [{ code: 131051, error_data: { details: "Not supported" } }],
        unsupported: { type: "poll_creation" },
      },
      { kind: "unsupported", subtype: "poll_creation" },
      "[unsupported: poll_creation] Not supported",
    ],
    ["a type that is not known", "hologram", {}, { kind: "unknown", type: "hologram" }, "[hologram]"],
    ["the place of a file in a history", "media_placeholder", {}, { kind: "placeholder" }, "[media]"],
  ])("%s", (_what, type, message, content, body) => {
    expect(readContent(type, message)).toMatchObject({ type, content, body });
  });

  test("with what it replies to, that it was forwarded, and the advertisement that it came by", () => {
    const context = { id: "wamid.0", frequently_forwarded: true, referred_product: { catalog_id: "C" } };
    const referral = {
      source_type: "ad",
      source_id: "1",
      ctwa_clid: "click",
      welcome_message: { text: "x" },
    };
    expect(readContent("text", { text: { body: "Hi" }, context, referral }).content).toMatchObject({
      quote: { wamid: "wamid.0", forwarded: "often", product: { catalogId: "C" } },
      referral: { sourceType: "ad", sourceId: "1", clickId: "click" },
    });
  });

  test("of any shape, without an error and with a line for the history", () => {
    const types = [
      "text",
      "image",
      "voice",
      "location",
      "contacts",
      "interactive",
      "button",
      "order",
      "system",
      "unsupported",
      "edit",
    ];
    const keys = fc.constantFrom(
      ...types,
      "type",
      "id",
      "errors",
      "context",
      "referral",
      "nfm_reply",
      "name",
      "phones",
    );
    const part = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        tie("object"),
        fc.array(tie("object"), { maxLength: 3 }),
      ),
      object: fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
    }));
    const messages = part.object as fc.Arbitrary<Record<string, unknown>>;
    fc.assert(
      fc.property(fc.constantFrom(...types, "", "__proto__"), messages, (type, message) => {
        expect(readContent(type, message).body).not.toBe("");
        readChange(type, message);
      }),
      { numRuns: 300 },
    );
  });
});

describe("a change names its message", () => {
  test.each([
    [
      "a reaction",
      "reaction",
      { reaction: { message_id: "W", emoji: "👍" } },
      { kind: "reaction", target: "W", emoji: "👍" },
    ],
    [
      "a reaction taken away by an empty mark",
      "reaction",
      { reaction: { message_id: "W", emoji: "" } },
      { kind: "reaction", target: "W" },
    ],
    [
      "a reaction taken away by none",
      "reaction",
      { reaction: { message_id: "W" } },
      { kind: "reaction", target: "W" },
    ],
    ["a deletion", "revoke", { revoke: { original_message_id: "W" } }, { kind: "revoke", target: "W" }],
    ["a reaction to nothing", "reaction", { reaction: { emoji: "👍" } }, undefined],
    ["an edit without a message", "edit", { edit: { original_message_id: "W" } }, undefined],
    ["text", "text", { text: { body: "x" } }, undefined],
  ])("or is none: %s", (_what, type, message, change) => {
    expect(readChange(type, message)).toEqual(change);
  });

  test("and an edit holds the message as it is now", () => {
    const edit = {
      original_message_id: "W",
      message: { type: "text", text: { body: "new" }, context: { id: "M0" } },
    };
    expect(readChange("edit", { edit })).toMatchObject({
      kind: "edit",
      target: "W",
      reading: { type: "text", body: "new", content: { words: "new", quote: { wamid: "M0" } } },
    });
  });
});

describe("the bot reads", () => {
  const stored = (type: string, message: Record<string, unknown>) => {
    const { content, body } = readContent(type, message);
    return { type, body, content: content as unknown };
  };
  test.each([
    ["text", stored("text", { text: { body: "Hi" } }), "Hi"],
    ["text stored without content", { type: "text", body: "Hi", content: null }, "Hi"],
    ["a caption", stored("image", { image: { caption: "this" } }), "this"],
    ["a place", stored("location", { location: { name: "Shop" } }), "Location: Shop"],
    ["no picture", stored("image", { image: { id: "1" } }), undefined],
    ["no sound", stored("audio", { audio: { id: "1" } }), undefined],
    [
      "nothing that was deleted",
      { ...stored("text", { text: { body: "Hi" } }), revoked_at: new Date() },
      undefined,
    ],
  ])("%s", (_what, message, words) => {
    expect(readableWords(message)).toBe(words);
  });
});

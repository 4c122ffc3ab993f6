import { describe, expect, test } from "vitest";
import type { ChatMessage } from "../../store/chat-message.ts";
import type { MediaFile } from "../../store/media-file.ts";
import { cardOf, summaryOf, textOf } from "./card-of.ts";

const file: MediaFile = {
  id: "77",
  phoneNumberId: "1",
  from: "business",
  mimeType: "image/png",
  sha256: "",
  size: 1200,
  filename: "from disk.png",
  createdAt: 0,
};

function draw(type: string, content: unknown, more: Partial<ChatMessage> = {}) {
  const card = cardOf(
    { type, content, direction: "out", template: undefined, deletedAt: undefined, ...more },
    (id) => (id === file.id ? file : undefined),
  );
  return { card, text: textOf(type, card), summary: summaryOf(type, card) };
}

const interactive = (type: string, parts: object) =>
  draw("interactive", { type, body: { text: "Body" }, ...parts });

describe("a phone draws", () => {
  test("a text as it is, whatever stands in it", () => {
    const body = "<img src=x onerror=alert(1)> *bold*";
    expect(draw("text", { body })).toEqual({ card: { text: body }, text: body, summary: body });
  });

  test.each([
    ["image", { id: "77", caption: "Look" }, "image", "📷 Photo Look", "Look"],
    ["video", { id: "77" }, "video", "🎬 Video", "🎬 Video"],
    ["audio", { id: "77", voice: true }, "voice", "🎤 Voice message", "🎤 Voice message"],
    ["audio", { id: "77" }, "audio", "🎵 Audio", "🎵 Audio"],
    ["sticker", { id: "77" }, "sticker", "💟 Sticker", "💟 Sticker"],
    [
      "document",
      { id: "77", filename: "list.pdf" },
      "document",
      "📄 Document list.pdf",
      "📄 Document list.pdf",
    ],
  ])("a file of type %s %j as %s", (type, content, kind, summary, text) => {
    const drawn = draw(type, content);
    expect(drawn).toMatchObject({ summary, text });
    expect(drawn.card.media).toMatchObject({
      kind,
      url: "/__phone/media/77",
      mimeType: "image/png",
      size: 1200,
    });
  });

  test("a file that lies elsewhere as its address, and never one that would run", () => {
    expect(draw("image", { link: "https://acme.example/a.jpg" }).card.media).toEqual({
      kind: "image",
      link: "https://acme.example/a.jpg",
    });
    expect(draw("image", { link: "javascript:alert(1)" }).card).toEqual({ note: "The image is not here" });
    expect(draw("image", { id: "unknown" }).card).toEqual({ note: "The image is not here" });
  });

  test("a place, also one whose numbers are texts, and one without", () => {
    const { card, summary } = draw("location", { latitude: "-6.9", longitude: 107.6, name: "Shop" });
    expect(card).toEqual({ place: { latitude: -6.9, longitude: 107.6, name: "Shop" } });
    expect(summary).toBe("📍 Location Shop");
    expect(draw("location", {}).card).toEqual({ note: "A place without coordinates" });
  });

  test("contacts and orders", () => {
    const contact = {
      name: { formatted_name: "Ana Lima" },
      org: { company: "Acme" },
      phones: [{ phone: "+55 11" }],
      emails: [{ email: "ana@acme.example" }],
    };
    expect(draw("contacts", [contact])).toMatchObject({
      card: { people: [{ name: "Ana Lima", lines: ["Acme", "+55 11", "ana@acme.example"] }] },
      summary: "👤 Ana Lima",
    });
    const items = [{ product_retailer_id: "sku-1", quantity: 2, item_price: 7.5, currency: "USD" }];
    expect(draw("order", { product_items: items, text: "Gift wrap" })).toMatchObject({
      card: { lines: [{ title: "2 × sku-1", detail: "7.5 USD" }], text: "Gift wrap" },
      summary: "🛒 Order · Gift wrap",
    });
  });

  test.each([
    ["reaction", { emoji: "👍" }, "Reacted 👍"],
    ["reaction", { emoji: "" }, "Took a reaction back"],
    ["system", { body: "User changed number" }, "User changed number"],
    ["unsupported", undefined, "WhatsApp does not pass this kind of message to the business"],
    ["hologram", {}, "[hologram]"],
  ])("what is no message, %s %j, as a remark", (type, content, note) => {
    expect(draw(type, content)).toEqual({ card: { note }, text: note, summary: note });
  });

  test("nothing of what was deleted", () => {
    const mine = draw("text", { body: "secret" }, { deletedAt: 1, direction: "in" });
    expect(mine.card).toEqual({ note: "You deleted this message" });
    expect(draw("text", { body: "secret" }, { deletedAt: 1 }).card.note).toBe("This message was deleted");
  });

  test.each([null, undefined, 5, "x", [], { body: 7 }, { body: { text: [] } }])(
    "content of any shape without an error: %j",
    (content) => {
      const types = ["text", "image", "location", "contacts", "order", "interactive", "button", "template"];
      for (const type of types) expect(typeof draw(type, content).summary).toBe("string");
    },
  );
});

describe("the customer can", () => {
  test("tap a button, with the answer that the business waits for", () => {
    const reply = { id: "yes", title: "Yes" };
    const { card, text } = interactive("button", {
      header: { type: "text", text: "Head" },
      footer: { text: "Foot" },
      action: { buttons: [{ type: "reply", reply }] },
    });
    expect(text).toBe("*Head*\nBody\n_Foot_");
    expect(card.actions).toEqual([
      {
        kind: "answer",
        title: "Yes",
        answer: { type: "interactive", interactive: { type: "button_reply", button_reply: reply } },
      },
    ]);
    expect(draw("interactive", { type: "button_reply", button_reply: reply }).text).toBe("Yes");
  });

  test("choose a row of a list", () => {
    const row = { id: "1", title: "10:00", description: "Bandung" };
    const { card } = interactive("list", {
      action: { button: "Choose", sections: [{ title: "Monday", rows: [row] }] },
    });
    expect(card.actions).toEqual([
      {
        kind: "list",
        title: "Choose",
        sections: [
          {
            title: "Monday",
            rows: [
              {
                title: "10:00",
                description: "Bandung",
                answer: { type: "interactive", interactive: { type: "list_reply", list_reply: row } },
              },
            ],
          },
        ],
      },
    ]);
  });

  test("open a link, but none that would run", () => {
    const link = (url: string) =>
      interactive("cta_url", { action: { parameters: { display_text: "Go", url } } }).card.actions;
    expect(link("https://acme.example/a")).toEqual([
      { kind: "link", title: "Go", url: "https://acme.example/a" },
    ]);
    expect(link("javascript:alert(1)")).toBeUndefined();
  });

  test("fill in a Flow: a field for each value of its payload, else one for an answer", () => {
    const flow = (payload: object) =>
      interactive("flow", {
        action: { parameters: { flow_cta: "Register", flow_token: "t-1", flow_action_payload: payload } },
      }).card.actions;
    expect(flow({ data: { full_name: "", bought_on: "2026-11-20", size: 4 } })).toEqual([
      {
        kind: "form",
        title: "Register",
        name: "flow",
        token: "t-1",
        fields: [
          { name: "full_name", label: "Full name", value: "" },
          { name: "bought_on", label: "Bought on", value: "2026-11-20" },
          { name: "size", label: "Size", value: "4" },
        ],
      },
    ]);
    expect(flow({})).toMatchObject([{ fields: [{ name: "answer" }] }]);
    const sent = { body: "Sent", response_json: JSON.stringify({ flow_token: "t-1", size: 4 }) };
    expect(draw("interactive", { type: "nfm_reply", nfm_reply: sent }).card).toEqual({
      header: "Sent",
      lines: [{ title: "size", detail: "4" }],
    });
    const broken = { nfm_reply: { response_json: "{" } };
    expect(draw("interactive", broken).card.lines).toEqual([]);
  });

  test.each([
    ["location_request_message", [{ kind: "location" }]],
    ["request_contact_info", [{ kind: "contact" }]],
    ["call_permission_request", [{ title: "Allow calls" }, { title: "Not now" }]],
  ])("answer a %s", (type, actions) => {
    expect(interactive(type, { action: {} }).card.actions).toMatchObject(actions);
  });
});

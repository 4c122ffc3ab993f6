import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";

const customer = "628111222333";
let receiver: WebhookReceiver;
let server: TestServer;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  server = await startTestServer({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await server.close();
  await receiver.close();
});

const pathOf = (wamid: string) => `/__phone/messages/${encodeURIComponent(wamid)}`;
const edit = async (wamid: string, text: string) => server.call("PUT", pathOf(wamid), { text });
const remove = async (wamid: string) => server.call("DELETE", pathOf(wamid));
const told = async (type: string) =>
  (await receiver.until(() => receiver.items().find(({ item }) => item["type"] === type))).item;

describe("a customer who edits", () => {
  test("changes the chat, and tells a number that is in the phone app too", async () => {
    const wamid = await server.write(customer, "I come at ten");
    expect((await edit(wamid, "I come at eleven")).status).toBe(200);
    expect(await told("edit")).toMatchObject({
      from: customer,
      edit: {
        original_message_id: wamid,
        message: { type: "text", text: { body: "I come at eleven" } },
      },
    });
    expect((await told("edit"))["id"]).not.toBe(wamid);
    expect(await server.chat(customer)).toMatchObject([{ wamid, text: "I come at eleven", edited: true }]);
  });

  test("changes a caption, and what it replied to stays", async () => {
    const first = await server.write(customer, "First");
    const base64 = Buffer.from("picture").toString("base64");
    const media = { kind: "image", mimeType: "image/png", base64 };
    const wamid = await server.write(customer, "Lok", { media, replyTo: first });
    await edit(wamid, "Look");
    const { edit: content } = (await told("edit")) as { edit: { message: object } };
    expect(content.message).toMatchObject({
      type: "image",
      image: { caption: "Look", mime_type: "image/png" },
      context: { id: first },
    });
  });

  test("is an unsupported message to a number of the API alone", async () => {
    const wamid = await server.write(customer, "Olá", { to: lisbon.phoneNumberId });
    await edit(wamid, "Oi");
    expect(await told("unsupported")).toMatchObject({
      errors: [{ code: 131051, error_data: {} }],
      unsupported: { type: "edit" },
    });
  });

  test("cannot after a quarter of an hour, nor what is no text, nor what is the business's", async () => {
    const old = String(Math.floor(Date.now() / 1000) - 16 * 60);
    const late = await server.write(customer, "Old", { raw: { timestamp: old } });
    expect((await edit(late, "New")).status).toBe(409);
    const place = { type: "location", location: { latitude: 1, longitude: 2 } };
    expect((await edit(await server.write(customer, "", { raw: place }), "x")).status).toBe(409);
    const { body } = await server.send(customer, "Ours");
    expect((await edit(body.messages?.[0]?.id ?? "", "x")).status).toBe(404);
    expect((await edit("wamid.unknown", "x")).status).toBe(404);
    expect((await edit(late, "")).status).toBe(400);
  });
});

describe("a customer who deletes", () => {
  test("leaves a remark, and tells a number that is in the phone app too", async () => {
    const wamid = await server.write(customer, "Oops");
    expect((await remove(wamid)).status).toBe(200);
    expect(await told("revoke")).toMatchObject({ revoke: { original_message_id: wamid } });
    expect(await server.chat(customer)).toMatchObject([
      { wamid, deleted: true, card: { note: "You deleted this message" } },
    ]);
    expect((await remove(wamid)).status).toBe(404);
  });

  test("is not heard of by a number of the API alone", async () => {
    const wamid = await server.write(customer, "Ops", { to: lisbon.phoneNumberId });
    await remove(wamid);
    const next = await server.write(customer, "Olá", { to: lisbon.phoneNumberId });
    await receiver.until(() => receiver.items().find(({ item }) => item["id"] === next));
    expect(receiver.items().map(({ item }) => item["type"])).toEqual(["text", "text"]);
  });
});

describe("reactions", () => {
  test("of either side stand at the message, change, and go", async () => {
    const own = await server.write(customer, "Halo");
    const { body } = await server.send(customer, "Halo juga");
    const theirs = body.messages?.[0]?.id ?? "";
    const react = async (emoji: string) =>
      server.write(customer, "", { raw: { type: "reaction", reaction: { message_id: theirs, emoji } } });
    await react("👍");
    await react("❤️");
    const reaction = { type: "reaction", text: undefined, reaction: { message_id: own, emoji: "🙏" } };
    await server.send(customer, "", reaction);
    const seen = async () =>
      (await server.chat(customer)).filter(({ type }) => type === "text").map(({ reactions }) => reactions);
    expect(await seen()).toEqual([{ out: "🙏" }, { in: "❤️" }]);
    await react("");
    expect(await seen()).toEqual([{ out: "🙏" }, {}]);
    const emojis = receiver.items().map(({ item }) => (item["reaction"] as { emoji?: string })?.emoji);
    expect(emojis.filter((emoji) => emoji !== undefined)).toEqual(["👍", "❤️", ""]);
  });

  test("to a message of another chat change nothing", async () => {
    const foreign = await server.write("628999000111", "Halo");
    await server.write(customer, "", {
      raw: { type: "reaction", reaction: { message_id: foreign, emoji: "👍" } },
    });
    expect((await server.chat("628999000111", bandung.phoneNumberId))[0]?.reactions).toEqual({});
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bsuidOf } from "../store/customer.ts";
import { bandung, startTestServer, type TestServer } from "../testing/test-server.ts";
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

async function upload(bytes: Buffer, type: string, filename: string): Promise<string> {
  const query = new URLSearchParams({ to: bandung.phoneNumberId, filename });
  const response = await fetch(`${server.url}/__phone/media?${query.toString()}`, {
    method: "POST",
    headers: { "content-type": type },
    body: new Uint8Array(bytes),
  });
  return ((await response.json()) as { id: string }).id;
}

describe("a customer sends", () => {
  test.each([
    ["image", "image/png", {}, { caption: "See" }],
    ["video", "video/mp4", {}, { caption: "See" }],
    ["audio", "audio/ogg; codecs=opus", {}, { voice: true }],
    ["audio", "audio/mpeg", { voice: false }, { voice: false }],
    ["document", "application/pdf", {}, { filename: "a file", caption: "See" }],
    ["sticker", "image/webp", {}, { animated: false }],
  ])("an uploaded file as %s of %s", async (kind, type, more, content) => {
    const id = await upload(Buffer.from("bytes"), type, "a file");
    await server.write(customer, "See", { media: { kind, id, ...more } });
    const { item } = await receiver.until(() => receiver.items()[0]);
    expect(item).toMatchObject({
      type: kind,
      [kind]: { id, mime_type: type, sha256: expect.any(String) as string, ...content },
    });
    expect((await server.chat(customer))[0]?.card.media?.url).toBe(`/__phone/media/${id}`);
  });

  test("a moving sticker as one", async () => {
    const webp = Buffer.concat([Buffer.from("RIFF....WEBPVP8X....", "latin1"), Buffer.from([0x02])]);
    const id = await upload(webp, "image/webp", "s.webp");
    await server.write(customer, "", { text: undefined, media: { kind: "sticker", id } });
    const { item } = await receiver.until(() => receiver.items()[0]);
    expect(item["sticker"]).toMatchObject({ animated: true });
  });

  test.each([
    ["once", { forwarded: true }],
    ["often", { frequently_forwarded: true }],
  ])("what was forwarded %s", async (forwarded, context) => {
    await server.write(customer, "Promo", { forwarded });
    expect((await receiver.until(() => receiver.items()[0])).item["context"]).toEqual(context);
    expect((await server.chat(customer))[0]?.forwarded).toBe(forwarded);
  });

  test("nothing by a message that says neither who nor what, or of a file that is not one", async () => {
    for (const body of [{}, { from: "12" }, { from: customer, media: { kind: "image" } }])
      expect((await server.call("POST", "/__phone/messages", body)).status).toBe(400);
    const to = "nobody";
    expect((await server.call("POST", "/__phone/messages", { from: customer, to, text: "x" })).status).toBe(
      404,
    );
    expect((await server.call("POST", "/__phone/media?to=nobody", {})).status).toBe(404);
  });
});

test("players get the part of a file that they ask for", async () => {
  const id = await upload(Buffer.from("0123456789"), "audio/ogg", "a.ogg");
  const get = async (range?: string) => {
    const response = await fetch(`${server.url}/__phone/media/${id}`, { headers: range ? { range } : {} });
    return [response.status, await response.text(), response.headers.get("content-range")];
  };
  expect(await get()).toEqual([200, "0123456789", null]);
  expect(await get("bytes=2-4")).toEqual([206, "234", "bytes 2-4/10"]);
  expect(await get("bytes=7-")).toEqual([206, "789", "bytes 7-9/10"]);
  expect(await get("bytes=-2")).toEqual([206, "89", "bytes 8-9/10"]);
  expect(await get("bytes=0-99")).toEqual([206, "0123456789", "bytes 0-9/10"]);
  expect(await get("bytes=20-")).toEqual([200, "0123456789", null]);
  const { headers } = await fetch(`${server.url}/__phone/media/${id}`);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});

describe("a customer's profile", () => {
  const profile = async (settings: object) => server.call("PUT", `/__phone/customers/${customer}`, settings);

  test("without a phone number is known by user id and username only", async () => {
    await profile({ name: "Wei", username: "wei.tan", hidesPhone: true });
    await server.write(customer, "Hello");
    await server.send(bsuidOf(customer, bandung.wabaId), "", {
      to: undefined,
      recipient: bsuidOf(customer, bandung.wabaId),
      text: { body: "Hi" },
    });
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "read"));
    for (const { raw } of receiver.received) expect(raw.toString()).not.toContain(customer);
    const { contacts } = receiver.changes("messages")[0]?.value ?? {};
    expect(contacts).toEqual([
      { profile: { name: "Wei", username: "wei.tan" }, user_id: bsuidOf(customer, bandung.wabaId) },
    ]);
    const { body } = await server.call("GET", "/__phone/conversations");
    expect(body).toMatchObject({ conversations: [{ name: "Wei", username: "wei.tan", hidesPhone: true }] });
    expect((await profile({ username: "" })).body).not.toHaveProperty("username");
  });

  test("with hidden read receipts stays at delivered", async () => {
    await profile({ hidesReads: true });
    await server.write(customer, "Halo");
    await server.send(customer, "Halo juga");
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "delivered"));
    await expect.poll(async () => (await server.chat(customer)).at(-1)?.status).toBe("delivered");
    await profile({ hidesReads: false });
    await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "read"));
  });
});

test("playing a voice message is a status of its own, once, and only of a recording", async () => {
  await server.write(customer, "Halo");
  const id = await upload(Buffer.from("OggS"), "audio/ogg; codecs=opus", "a.ogg");
  const send = async (voice: boolean) => {
    const audio = { type: "audio", text: undefined, audio: { id, voice } };
    const { body } = await server.send(customer, "", audio);
    const wamid = body.messages?.[0]?.id ?? "";
    await receiver.until(() =>
      receiver.items().some(({ item }) => item["id"] === wamid && item["status"] === "read"),
    );
    await server.call("POST", `/__phone/messages/${encodeURIComponent(wamid)}/played`);
    await server.call("POST", `/__phone/messages/${encodeURIComponent(wamid)}/played`);
    return wamid;
  };
  await send(false);
  const recorded = await send(true);
  await receiver.until(() => receiver.items().some(({ item }) => item["status"] === "played"));
  const heard = await server.write(customer, "Heard");
  await receiver.until(() => receiver.items().some(({ item }) => item["id"] === heard));
  const played = receiver.items().filter(({ item }) => item["status"] === "played");
  expect(played.map(({ item }) => item["id"])).toEqual([recorded]);
});

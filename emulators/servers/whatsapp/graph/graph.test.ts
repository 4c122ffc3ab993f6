import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bsuidOf } from "../store/customer.ts";
import {
  bandung,
  lisbon,
  startTestServer,
  type SendAnswer,
  type TestServer,
} from "../testing/test-server.ts";

const customer = "628111222333";
const messages = `/v25.0/${bandung.phoneNumberId}/messages`;
let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => server.close());

async function post(message: object, token: string | undefined = bandung.accessToken) {
  const { status, body } = await server.call(
    "POST",
    messages,
    { messaging_product: "whatsapp", ...message },
    token,
  );
  return { status, body: body as SendAnswer };
}

const button = (title: string, id = "1") => ({ type: "reply", reply: { id, title } });
const interactive = (action: object, more: object = {}) => ({
  type: "interactive",
  interactive: { body: { text: "Choose" }, action, ...more },
});
const rows = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), title: "x" }));
const list = (sections: object[]) => interactive({ button: "Open", sections }, { type: "list" });
const buttons = (...given: object[]) => interactive({ buttons: given }, { type: "button" });

describe("a call", () => {
  test("needs the token of the number it acts for", async () => {
    const wrong = await server.call("POST", messages, {}, "wrong");
    expect(wrong).toMatchObject({ status: 401, body: { error: { code: 190, type: "OAuthException" } } });
    expect((await server.call("POST", messages, {})).status).toBe(401);
    const other = await post({ to: customer, text: { body: "x" } }, lisbon.accessToken);
    expect(other).toMatchObject({ status: 400, body: { error: { code: 100, error_subcode: 33 } } });
    expect(await server.sends()).toEqual([]);
  });

  test("that the server does not know is answered in Graph's form", async () => {
    expect(await server.call("GET", "/v25.0/1/2/3")).toMatchObject({ body: { error: { code: 2500 } } });
  });
});

describe("a message", () => {
  test("is answered with its id and the customer's", async () => {
    await server.write(customer, "Halo");
    const byPhone = await server.send(`+${customer}`, "Halo");
    expect(byPhone).toEqual({
      status: 200,
      body: {
        messaging_product: "whatsapp",
        contacts: [{ input: `+${customer}`, wa_id: customer }],
        messages: [{ id: expect.stringMatching(/^wamid\./) as string }],
      },
    });
    const userId = bsuidOf(customer, bandung.wabaId);
    const byUserId = await post({ recipient: userId, type: "text", text: { body: "Halo" } });
    expect(byUserId.body.contacts).toEqual([{ input: userId, user_id: userId }]);
    expect((await server.sends()).map(({ to }) => to)).toEqual([customer, customer]);
  });

  test.each<[string, object]>([
    ["text", { type: "text", text: { body: "x".repeat(4096), preview_url: true } }],
    ["image", { type: "image", image: { link: "https://example.com/a.jpg", caption: "x".repeat(1024) } }],
    ["video by link", { type: "video", video: { link: "https://example.com/a.mp4" } }],
    ["document", { type: "document", document: { link: "https://example.com/a.pdf", filename: "a.pdf" } }],
    ["audio", { type: "audio", audio: { link: "https://example.com/a.ogg", voice: true } }],
    ["sticker", { type: "sticker", sticker: { link: "https://example.com/a.webp" } }],
    ["location", { type: "location", location: { latitude: -6.9, longitude: 107.6 } }],
    ["contacts", { type: "contacts", contacts: [{ name: { formatted_name: "A B", first_name: "A" } }] }],
    ["buttons", buttons(button("A", "1"), button("B", "2"), button("C", "3"))],
    [
      "list",
      list([
        { title: "One", rows: rows(5) },
        { title: "Two", rows: rows(5) },
      ]),
    ],
    [
      "link button",
      interactive(
        { name: "cta_url", parameters: { display_text: "Go", url: "https://example.com" } },
        { type: "cta_url" },
      ),
    ],
    ["location request", interactive({ name: "send_location" }, { type: "location_request_message" })],
    ["template", { type: "template", template: { name: "hello", language: { code: "id" } } }],
  ])("of type %s is accepted up to Meta's limits", async (_name, message) => {
    expect(await post({ to: customer, ...message })).toMatchObject({ status: 200 });
  });

  test.each<[string, object]>([
    ["text['body']", { type: "text", text: { body: "x".repeat(4097) } }],
    ["text['body']", { type: "text", text: { body: "" } }],
    ["text:", { type: "text" }],
    ["type", { type: "poll", poll: {} }],
    [
      "biz_opaque_callback_data",
      { type: "text", text: { body: "x" }, biz_opaque_callback_data: "x".repeat(513) },
    ],
    ["image['caption']", { type: "image", image: { id: "1", caption: "x".repeat(1025) } }],
    ["image", { type: "image", image: { caption: "no source" } }],
    ["audio", { type: "audio", audio: { id: "1", caption: "x" } }],
    ["contacts[0]['name']", { type: "contacts", contacts: [{ name: { formatted_name: "A" } }] }],
    ["reaction['message_id']", { type: "reaction", reaction: { emoji: "x" } }],
    ["interactive['action']['buttons'][0]['reply']['title']", buttons(button("x".repeat(21)))],
    ["interactive['action']['buttons']", buttons(button("A"), button("B"), button("C"), button("D"))],
    [
      "interactive['action']['sections']",
      list([
        { title: "One", rows: rows(6) },
        { title: "Two", rows: rows(5) },
      ]),
    ],
    [
      "interactive['action']['button']",
      interactive({ button: "x".repeat(21), sections: [{ rows: rows(1) }] }, { type: "list" }),
    ],
    ["template['language']", { type: "template", template: { name: "hello" } }],
    ["to", { to: undefined, type: "text", text: { body: "x" } }],
    ["to", { to: "not a number", type: "text", text: { body: "x" } }],
    ["recipient", { to: undefined, recipient: "ID.unknown", type: "text", text: { body: "x" } }],
  ])("is refused with code 100 naming %s", async (field, message) => {
    const { status, body } = await post({ to: customer, ...message });
    expect([status, body.error?.code]).toEqual([400, 100]);
    expect(body.error?.error_data?.details).toContain(`Param ${field}`);
    expect(await server.sends()).toEqual([]);
  });

  test("to the business itself is refused", async () => {
    expect((await server.send(bandung.displayPhoneNumber, "x")).body.error?.code).toBe(131021);
  });

  test("that reacts gets no status but sent, and fails for a message that is not there", async () => {
    const wamid = await server.write(customer, "Halo");
    await post({ to: customer, type: "reaction", reaction: { message_id: wamid, emoji: "❤️" } });
    await post({ to: customer, type: "reaction", reaction: { message_id: "wamid.none", emoji: "❤️" } });
    await expect
      .poll(async () => (await server.chat(customer)).map(({ status }) => status))
      .toEqual(["sent", "sent", "failed"]);
  });
});

test("marking as read marks what came before, and shows typing to the phone", async () => {
  const first = await server.write(customer, "Satu");
  const second = await server.write(customer, "Dua");
  await server.write(customer, "Tiga");
  const stop = new AbortController();
  const events = await fetch(`${server.url}/__phone/events?customer=${customer}`, { signal: stop.signal });
  const answer = await post({ status: "read", message_id: second, typing_indicator: { type: "text" } });
  expect(answer).toEqual({ status: 200, body: { success: true } });
  expect((await server.chat(customer)).map(({ status }) => status)).toEqual(["read", "read", "sent"]);
  let stream = "";
  for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    stream += chunk;
    if (stream.includes("event: typing")) break;
  }
  expect(stream).toContain(first);
  stop.abort();
});

test("a number describes itself, in full or by fields", async () => {
  const path = `/v25.0/${bandung.phoneNumberId}`;
  const full = await server.call("GET", path, undefined, bandung.accessToken);
  expect(full.body).toMatchObject({
    display_phone_number: bandung.displayPhoneNumber,
    verified_name: bandung.name,
    quality_rating: "GREEN",
    throughput: { level: "STANDARD" },
  });
  const some = await server.call("GET", `${path}?fields=verified_name`, undefined, bandung.accessToken);
  expect(some.body).toEqual({ id: bandung.phoneNumberId, verified_name: bandung.name });
});

test("an account lists, joins and leaves its apps", async () => {
  const path = `/v25.0/${bandung.wabaId}/subscribed_apps`;
  const call = async (method: string) =>
    (await server.call(method, path, undefined, bandung.accessToken)).body;
  expect(await call("GET")).toMatchObject({ data: [{}] });
  expect(await call("DELETE")).toEqual({ success: true });
  expect(await call("GET")).toEqual({ data: [] });
  expect(await call("POST")).toEqual({ success: true });
  expect(await call("GET")).toMatchObject({ data: [{}] });
  const foreign = await server.call("POST", path, undefined, lisbon.accessToken);
  expect(foreign.status).toBe(400);
});

test("a number can be added while running", async () => {
  const number = {
    phoneNumberId: "100003",
    displayPhoneNumber: "+1 555",
    wabaId: "900003",
    accessToken: "new",
  };
  expect((await server.call("GET", "/v25.0/100003", undefined, "new")).status).toBe(401);
  await server.call("POST", "/__control/numbers", number);
  expect((await server.call("GET", "/v25.0/100003", undefined, "new")).status).toBe(200);
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bandung, lisbon, startTestServer, type TestServer } from "../testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";

const customer = "628111222333";
let receiver: WebhookReceiver;
let server: TestServer;

beforeEach(async () => {
  receiver = await startWebhookReceiver();
  server = await startTestServer({ webhookUrl: receiver.url });
  await server.write(customer, "Halo");
});
afterEach(async () => {
  await server.close();
  await receiver.close();
});

type Account = { phoneNumberId: string; accessToken: string };

async function upload(bytes: Buffer, type: string, on = server, number: Account = bandung): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("file", new Blob([new Uint8Array(bytes)], { type }), "file");
  const response = await fetch(`${on.url}/v25.0/${number.phoneNumberId}/media`, {
    method: "POST",
    headers: { authorization: `Bearer ${number.accessToken}` },
    body: form,
  });
  const { id, error } = (await response.json()) as { id?: string; error?: { code: number } };
  return id ?? `refused with ${error?.code}`;
}

/** How the send ends: the code of its refusal or failure, or its last status. */
async function endOf(kind: string, id: string): Promise<unknown> {
  const { body } = await server.send(customer, "", { type: kind, text: undefined, [kind]: { id } });
  if (body.error !== undefined) return `refused with ${body.error.code}`;
  const wamid = body.messages?.[0]?.id;
  const ended = await receiver.until(() =>
    receiver
      .items()
      .find(({ item }) => item["id"] === wamid && ["read", "failed"].includes(String(item["status"]))),
  );
  return (ended.item["errors"] as { code: number }[] | undefined)?.[0]?.code ?? ended.item["status"];
}

const still = Buffer.concat([Buffer.from("RIFF....WEBPVP8X....\0", "latin1"), Buffer.alloc(101 * 1024)]);
const moving = Buffer.from(still);
moving[20] = 0x02;

describe("a file that is sent", () => {
  test.each([
    ["image", "image/png", "read"],
    ["image", "application/pdf", 131053],
    ["video", "image/png", 131053],
    ["video", "video/mp4", "read"],
    ["audio", "audio/ogg; codecs=opus", "read"],
    ["audio", "video/mp4", 131053],
    ["sticker", "image/png", 131053],
    ["document", "image/png", "read"],
  ])("as %s from %s ends with %s", async (kind, type, end) => {
    expect(await endOf(kind, await upload(Buffer.from("bytes"), type))).toBe(end);
  });

  test("as a sticker may be larger when it moves", async () => {
    expect(await endOf("sticker", await upload(still, "image/webp"))).toBe(131053);
    expect(await endOf("sticker", await upload(moving, "image/webp"))).toBe("read");
  });

  test("in a header or a template's value is held to the same", async () => {
    const pdf = await upload(Buffer.from("%PDF"), "application/pdf");
    const header = (id: string) => ({
      type: "interactive",
      text: undefined,
      interactive: {
        type: "button",
        header: { type: "image", image: { id } },
        body: { text: "Look" },
        action: { buttons: [{ type: "reply", reply: { id: "1", title: "Yes" } }] },
      },
    });
    const parameters = [{ type: "image", image: { id: "123" } }];
    const template = { name: "any", language: { code: "en" }, components: [{ type: "header", parameters }] };
    expect((await server.send(customer, "", header("123"))).body.error?.code).toBe(100);
    expect(
      (await server.send(customer, "", { type: "template", text: undefined, template })).body.error?.code,
    ).toBe(100);
    await server.send(customer, "", header(pdf));
    const failed = await receiver.until(() =>
      receiver.items().find(({ item }) => item["status"] === "failed"),
    );
    expect(failed.item).toMatchObject({ errors: [{ code: 131053 }] });
  });

  test("by an id that is unknown, or another number's, is refused", async () => {
    expect(await endOf("image", "123")).toBe("refused with 100");
    const foreign = await upload(Buffer.from("bytes"), "image/png", server, lisbon);
    expect(await endOf("image", foreign)).toBe("refused with 100");
  });
});

test.each([
  ["image/png", 5 * 1024 * 1024],
  ["image/webp", 500 * 1024],
])("an upload of %s is taken up to %i bytes", async (type, maxBytes) => {
  expect(await upload(Buffer.alloc(maxBytes), type)).toMatch(/^\d+$/);
  expect(await upload(Buffer.alloc(maxBytes + 1), type)).toBe("refused with 100");
});

describe("the id of a file ends", () => {
  const bytes = Buffer.from("bytes");
  const status = async (on: TestServer, id: string) =>
    (await on.call("GET", `/v25.0/${id}`, undefined, bandung.accessToken)).status;

  async function filesOn(on: TestServer): Promise<[customers: string, business: string]> {
    await on.write(customer, "", {
      media: { kind: "image", mimeType: "image/png", base64: bytes.toString("base64") },
    });
    const [message] = await on.chat(customer);
    const { id } = (message?.content ?? {}) as { id?: string };
    return [id ?? "", await upload(bytes, "image/png", on)];
  }

  test.each([
    ["customerMs", [400, 200]],
    ["businessMs", [200, 400]],
  ])("after the %s that it lives", async (lifetime, statuses) => {
    const brief = await startTestServer({ mediaLifetime: { [lifetime]: 0 } });
    const [customers, business] = await filesOn(brief);
    expect([await status(brief, customers), await status(brief, business)]).toEqual(statuses);
    // The phone keeps its own copy.
    expect((await fetch(`${brief.url}/__phone/media/${customers}`)).status).toBe(200);
    await brief.close();
  });
});

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bsuidOf } from "../store/customer.ts";
import { bandung, startTestServer, type TestServer } from "../testing/test-server.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../testing/webhook-receiver.ts";

const customer = "628111222333";
const business = "62225550101";
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

const metadata = {
  messaging_product: "whatsapp",
  metadata: {
    display_phone_number: bandung.displayPhoneNumber,
    phone_number_id: bandung.phoneNumberId,
  },
};

async function changesOf(field: string, count = 1) {
  return receiver.until(() => {
    const found = receiver.changes(field);
    return found.length >= count && found;
  });
}

describe("what is written in the phone app", () => {
  test("comes as an echo, stands in the chat, and opens no window", async () => {
    const { wamid } = await server.event("echo", { customer, text: "I take over" });
    const [change] = await changesOf("smb_message_echoes");
    expect(change?.value).toEqual({
      ...metadata,
      message_echoes: [
        {
          from: business,
          to: customer,
          to_user_id: bsuidOf(customer, bandung.wabaId),
          id: wamid,
          timestamp: expect.stringMatching(/^\d{10}$/) as string,
          type: "text",
          text: { body: "I take over" },
        },
      ],
    });
    expect(await server.chat(customer)).toMatchObject([{ wamid, direction: "out", fromApp: true }]);
    await server.send(customer, "And I?");
    const failed = await receiver.until(() =>
      receiver.items().find(({ item }) => item["status"] === "failed"),
    );
    expect(failed.item).toMatchObject({ errors: [{ code: 131047 }] });
  });

  test("is edited and taken back there", async () => {
    const { wamid } = await server.event("echo", { customer, text: "At ten" });
    await server.event("echo", { customer, edits: wamid, text: "At eleven" });
    await server.event("echo", { customer, deletes: wamid });
    const echoes = (await changesOf("smb_message_echoes", 3)).map(
      ({ value }) => (value["message_echoes"] as Record<string, unknown>[])[0],
    );
    const byType = new Map(echoes.map((echo) => [echo?.["type"], echo]));
    expect(byType.get("edit")?.["edit"]).toEqual({
      original_message_id: wamid,
      message: { type: "text", text: { body: "At eleven" } },
    });
    expect(byType.get("revoke")?.["revoke"]).toEqual({ original_message_id: wamid });
    expect(await server.chat(customer)).toMatchObject([{ wamid, edited: true, deleted: true }]);
  });

  test("goes to a customer whose number it does not know", async () => {
    await server.call("PUT", `/__phone/customers/${customer}`, { hidesPhone: true });
    await server.event("echo", { customer });
    const [change] = await changesOf("smb_message_echoes");
    expect(JSON.stringify(change)).not.toContain(customer);
  });
});

test("the address book is told contact by contact", async () => {
  await server.call("PUT", `/__phone/customers/${customer}`, { username: "sari" });
  await server.event("address-book", { customer, name: "Sari Wijaya" });
  await server.event("address-book", { customer, action: "remove" });
  const changes = await changesOf("smb_app_state_sync", 2);
  const items = changes.map(({ value }) => (value["state_sync"] as { action: string }[])[0]);
  const timestamp = expect.stringMatching(/^\d{10}$/) as string;
  const ids = { phone_number: customer, user_id: bsuidOf(customer, bandung.wabaId), username: "sari" };
  expect(items.find((item) => item?.action === "add")).toEqual({
    type: "contact",
    contact: { full_name: "Sari Wijaya", first_name: "Sari", ...ids },
    action: "add",
    metadata: { timestamp },
  });
  expect(items.find((item) => item?.action === "remove")).toMatchObject({ contact: ids });
});

describe("the history", () => {
  type Chunk = {
    metadata?: { phase: number; chunk_order: number; progress: number };
    threads: { id: string; context?: object; messages: Record<string, unknown>[] }[];
  };
  const chunks = async (count: number) =>
    (await changesOf("history", count)).flatMap(({ value }) => value["history"] as Chunk[]);

  test("comes in phases and chunks, up to the whole, newest first", async () => {
    const { messages } = await server.event("history", { customers: 2, messages: 30, chunk: 7 });
    expect(messages).toBe(60);
    const sizeOf = ({ threads }: Chunk) => threads.reduce((sum, thread) => sum + thread.messages.length, 0);
    const told = await receiver.until(() => {
      const all = receiver.changes("history").flatMap(({ value }) => value["history"] as Chunk[]);
      const parts = all.filter(({ metadata: part }) => part !== undefined);
      return parts.reduce((sum, part) => sum + sizeOf(part), 0) === 60 && parts;
    });
    const ordered = told.toSorted((a, b) => (a.metadata?.progress ?? 0) - (b.metadata?.progress ?? 0));
    expect(ordered.at(-1)?.metadata?.progress).toBe(100);
    expect(ordered.map(({ metadata: part }) => part?.phase)).toEqual(
      ordered.map(({ metadata: part }) => part?.phase ?? 0).toSorted((a, b) => a - b),
    );
    expect(new Set(ordered.map(({ metadata: part }) => part?.phase))).toEqual(new Set([0, 1, 2]));
    expect(ordered.filter(({ metadata: part }) => part?.chunk_order === 1)).toHaveLength(3);
    for (const chunk of ordered) expect(sizeOf(chunk)).toBeLessThanOrEqual(7);

    const thread = ordered[0]?.threads[0];
    expect(thread?.context).toEqual({
      wa_id: thread?.id,
      user_id: bsuidOf(thread?.id ?? "", bandung.wabaId),
    });
    for (const { threads } of ordered)
      for (const { id, messages: inThread } of threads)
        for (const message of inThread) {
          const { from, to, type } = message;
          expect([from, to]).toEqual(to === undefined ? [id, undefined] : [business, id]);
          expect(["text", "media_placeholder"]).toContain(type);
          expect(message["history_context"]).toEqual({ status: "READ" });
        }
  });

  test("sends the files of its last days after it, by the ids of their places", async () => {
    await server.event("history", { customers: 1, messages: 60, chunk: 60 });
    const told = await receiver.until(() => {
      const all = receiver.changes("history").flatMap(({ value }) => value["history"] as Chunk[]);
      return all.some(({ metadata: part }) => part === undefined) && all;
    });
    const messagesOf = (parts: Chunk[]) =>
      parts.flatMap(({ threads }) => threads.flatMap(({ messages }) => messages));
    const [file] = messagesOf(told.filter(({ metadata: part }) => part === undefined));
    expect(file).toMatchObject({ type: "image", image: { mime_type: "image/png" } });
    const image = (file ?? {})["image"] as { id: string };
    expect((await server.call("GET", `/v25.0/${image.id}`, undefined, bandung.accessToken)).status).toBe(200);
    await receiver.until(() =>
      messagesOf(receiver.changes("history").flatMap(({ value }) => value["history"] as Chunk[])).some(
        (message) => message["id"] === file?.["id"] && message["type"] === "media_placeholder",
      ),
    );
  });

  test("stands in the chat before all else", async () => {
    await server.event("history", { customers: 1, messages: 3 });
    const { conversations } = (await server.call("GET", "/__phone/conversations")).body as {
      conversations: { customer: string }[];
    };
    const from = conversations[0]?.customer ?? "";
    await server.write(from, "Now");
    await server.event("history", { customers: 1, messages: 2, seed: 1 });
    const chat = await server.chat(from);
    expect(chat).toHaveLength(6);
    expect(chat.at(-1)?.text).toBe("Now");
    expect(chat.map(({ at }) => at)).toEqual(chat.map(({ at }) => at).toSorted());
  });

  test("may be refused by the business", async () => {
    await server.event("history", { declined: true });
    const [refusal] = await chunks(1);
    expect(refusal).toMatchObject({ errors: [{ code: 2593109 }] });
  });
});

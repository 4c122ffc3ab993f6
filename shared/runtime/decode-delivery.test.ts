import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { buildDelivery, buildEvent } from "../testing/builders.ts";
import { decodeDelivery, readDelivery } from "./decode-delivery.ts";

const event = buildEvent(
  "message.queued",
  { conversationId: randomUUID(), messageId: randomUUID() },
  randomUUID(),
);

function bytesOf(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

describe("a push request", () => {
  test("of Pub/Sub is read, with what it may leave out", () => {
    expect(readDelivery(bytesOf({ message: { messageId: "1" }, subscription: "s" }))).toEqual({
      message: { messageId: "1", data: "", attributes: {} },
      subscription: "s",
      deliveryAttempt: 1,
    });
  });

  test.each([null, "text", [], {}, { message: {} }, { message: { messageId: "1" } }])(
    "of anybody else is not: %j",
    (body) => {
      expect(readDelivery(bytesOf(body))).toBeUndefined();
    },
  );

  test.each(["", "{", '{"message":', "\u0000", "[".repeat(100_000)])("of no JSON is not: %j", (text) => {
    expect(readDelivery(Buffer.from(text))).toBeUndefined();
  });
});

describe("an event", () => {
  test("is given as it was published", () => {
    expect(decodeDelivery(buildDelivery(event), ["message.queued"])).toEqual({ kind: "event", event });
  });

  test("with more than is known is read without it", () => {
    const newer = { ...event, shiny: 1, data: { ...event.data, alsoNew: true } };
    expect(decodeDelivery(buildDelivery(newer), ["message.queued"])).toEqual({ kind: "event", event });
  });

  test("of one of several topics is told apart", () => {
    const decoded = decodeDelivery(buildDelivery(event), ["document.uploaded", "message.queued"]);
    expect(decoded).toMatchObject({ kind: "event", event: { topic: "message.queued" } });
  });

  test("of a topic whose events name their tenant is given up for good when it names none", () => {
    const { tenantId: _, ...nobodys } = event;
    expect(decodeDelivery(buildDelivery(nobodys), ["message.queued"])).toMatchObject({
      kind: "invalid",
      code: "no-tenant",
    });
  });

  test.each([
    ["is empty", "", "envelope is malformed"],
    ["is no JSON", "hello 6281234567890", "envelope is malformed"],
    ["is null", "null", "envelope is malformed"],
    ["is no envelope", { hello: 1 }, "envelope is malformed: id: invalid_type"],
    ["has no UUID for id", { ...event, id: "1" }, "envelope is malformed: id: invalid_format"],
    ["is of another topic", { ...event, topic: "reply.requested" }, "unexpected topic reply.requested"],
    ["is of no topic", { ...event, topic: "toString" }, "unexpected topic toString"],
    ["is of another version", { ...event, version: 2 }, "version 2 of message.queued is not known here"],
    [
      "lacks data",
      { ...event, data: {} },
      "message.queued is malformed: conversationId: invalid_type; messageId: invalid_type",
    ],
    [
      "has other data",
      { ...event, data: { ...event.data, messageId: "6281234567890" } },
      "message.queued is malformed: messageId: invalid_format",
    ],
  ])("that %s is invalid, with a reason that quotes nothing of it", (_what, content, reason) => {
    const decoded = decodeDelivery(buildDelivery(content), ["message.queued"]);
    expect(decoded).toMatchObject({ kind: "invalid", reason: expect.stringContaining(reason) });
    expect(JSON.stringify(decoded)).not.toContain("6281234567890");
  });
});

describe("a notification of Cloud Storage", () => {
  const tenantId = randomUUID();
  const objectId = `tenants/${tenantId}/documents/${randomUUID()}/price list.pdf`;
  const attributes = {
    eventType: "OBJECT_FINALIZE",
    bucketId: "documents",
    objectId,
    objectGeneration: "1750030073123456",
    eventTime: "2026-11-20T10:00:00.123456Z",
    payloadFormat: "JSON_API_V1",
  };
  const resource = { kind: "storage#object", name: objectId, contentType: "application/pdf", size: "1234" };
  const decode = (change: Record<string, string> = {}, content: unknown = resource) =>
    decodeDelivery(buildDelivery(content, { attributes: { ...attributes, ...change } }), [
      "document.uploaded",
      "document.deleted",
    ]);

  test("of an upload becomes an event of the object's tenant", () => {
    expect(decode()).toMatchObject({
      kind: "event",
      event: {
        topic: "document.uploaded",
        version: 1,
        tenantId,
        occurredAt: "2026-11-20T10:00:00.123456Z",
        data: {
          bucket: "documents",
          objectName: objectId,
          generation: "1750030073123456",
          contentType: "application/pdf",
          sizeBytes: 1234,
        },
      },
    });
  });

  test("delivered twice is the same event, and of another generation another", () => {
    const idOf = (decoded: ReturnType<typeof decode>) => (decoded.kind === "event" ? decoded.event.id : "");
    expect(idOf(decode())).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(idOf(decode())).toBe(idOf(decode()));
    expect(idOf(decode({ objectGeneration: "2" }))).not.toBe(idOf(decode()));
  });

  test.each(["OBJECT_DELETE", "OBJECT_ARCHIVE", "OBJECT_METADATA_UPDATE"])(
    "of %s is of no interest",
    (eventType) => {
      expect(decode({ eventType })).toEqual({ kind: "ignored", reason: `notification of ${eventType}` });
    },
  );

  test.each(["readme.pdf", `tenants/${"-".repeat(36)}/a.pdf`, `x/tenants/${tenantId}/a.pdf`])(
    "of an object outside of every tenant names none: %s",
    (outside) => {
      const decoded = decode({ objectId: outside });
      expect(decoded.kind).toBe("event");
      expect(decoded).not.toHaveProperty("event.tenantId");
    },
  );

  test.each([
    ["without the object's description", {}, ""],
    ["without a size", {}, { ...resource, size: undefined }],
    ["with a size that is none", {}, { ...resource, size: "many" }],
    ["with a generation that is none", { objectGeneration: "newest" }, resource],
  ])("%s is invalid", (_what, change, content) => {
    expect(decode(change, content).kind).toBe("invalid");
  });

  test("is nothing to a function that waits for none", () => {
    const delivery = buildDelivery(resource, { attributes });
    expect(decodeDelivery(delivery, ["message.queued"]).kind).toBe("invalid");
  });
});

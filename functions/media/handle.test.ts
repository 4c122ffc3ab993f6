import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { handle } from "./handle.ts";
import { planAttempt } from "./plan-attempt.ts";
import { type MediaDesk, openMediaDesk, picture } from "./testing/media-desk.ts";

const [acme, globex] = seedData;
let desk: MediaDesk;

beforeAll(async () => {
  desk = await openMediaDesk();
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

describe("a customer's file", () => {
  test("is kept in the tenant's part of the bucket, with its type, size and hash", async () => {
    const sha256 = createHash("sha256").update(picture).digest("base64");
    const event = await desk.receive(await desk.upload(), { sha256 });
    expect(await handle(event, desk.services)).toMatchObject({
      outcome: "stored",
      sizeBytes: picture.length,
    });
    const { messageId } = event.data;
    const objectName = `tenants/${acme.id}/media/${messageId}/${event.data.mediaId}`;
    expect(await desk.row(messageId)).toMatchObject({
      status: "stored",
      object_name: objectName,
      size_bytes: picture.length,
      mime_type: "image/jpeg",
      sha256,
      reason: null,
      next_attempt_at: null,
    });
    const [content] = await desk.bucket.file(objectName).download();
    expect(content).toEqual(picture);
    expect((await desk.bucket.file(objectName).getMetadata())[0].contentType).toBe("image/jpeg");
    expect(desk.services.bus.of("conversation.changed")).toMatchObject([{ data: { messageId } }]);
  });

  test("delivered twice is fetched once", async () => {
    const event = await desk.receive(await desk.upload());
    await handle(event, desk.services);
    const published = desk.services.bus.events.length;
    expect(await handle(event, desk.services)).toEqual({ outcome: "duplicate" });
    expect(desk.services.bus.events).toHaveLength(published);
  });

  test("of another tenant's number is not given out", async () => {
    const event = await desk.receive(await desk.upload(picture, "image/jpeg", globex));
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "pending", reason: "error-33" });
  });

  test("that would run as a page of ours is kept as bytes", async () => {
    const graph = await desk.graphWith(
      (own) => `${own}/file`,
      {},
      (_request, response) => {
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end("<script>");
      },
    );
    const { messageId } = await desk.fetchFrom(graph, { type: "document" });
    expect(await desk.row(messageId)).toMatchObject({
      status: "stored",
      mime_type: "application/octet-stream",
    });
  });
});

describe("a file that cannot be fetched", () => {
  test("waits for another attempt, told to nobody", async () => {
    const event = await desk.receive("404404");
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "pending", reason: "error-33" });
    const waiting = await desk.row(event.data.messageId);
    expect(waiting.next_attempt_at?.getTime()).toBeGreaterThan(Date.now());
    expect(desk.services.bus.events).toEqual([]);
  });

  test("is lost once Meta has forgotten it, with the reason, and that is told", async () => {
    const event = await desk.receive("404404", { expiresAt: new Date(Date.now() - 1) });
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "lost", reason: "error-33" });
    expect(await desk.row(event.data.messageId)).toMatchObject({
      status: "lost",
      reason: "error-33",
      next_attempt_at: null,
    });
    expect(desk.services.bus.of("conversation.changed")).toHaveLength(1);
  });

  test("waits while the outlet is held", async () => {
    const setStatus = async (status: "active" | "paused") =>
      desk.database.adminDb.updateTable("outlets").set({ status }).where("id", "=", acme.outlet.id).execute();
    const event = await desk.receive(await desk.upload());
    await setStatus("paused");
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "pending", reason: "outlet-paused" });
    await setStatus("active");
    expect(await handle(event, desk.services)).toMatchObject({ outcome: "stored" });
  });

  test("is tried ever less often, and the last time when its life ends", () => {
    const now = new Date("2026-11-20T10:00:00Z");
    const pauseOf = (attempts: number, expiresAt = new Date("2026-11-27T10:00:00Z"), random = 0.5) => {
      const media = { attempt_count: attempts, expires_at: expiresAt };
      const plan = planAttempt({ kind: "failed", reason: "x" }, media, {
        now,
        retryMs: 60_000,
        random: () => random,
      });
      return plan.status === "pending" ? plan.nextAttemptAt.getTime() - now.getTime() : plan.status;
    };
    expect([0, 1, 2, 9, 40].map((attempts) => pauseOf(attempts))).toEqual([
      60_000, 120_000, 240_000, 21_600_000, 21_600_000,
    ]);
    expect([pauseOf(0, undefined, 0), pauseOf(0, undefined, 1)]).toEqual([45_000, 75_000]);
    expect(pauseOf(9, new Date("2026-11-20T11:00:00Z"))).toBe(3_600_000);
    expect(pauseOf(0, now)).toBe("lost");
  });
});

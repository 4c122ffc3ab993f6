import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SendOutcome } from "../../shared/whatsapp/client/whatsapp.ts";
import { claimSend } from "../../shared/conversations/queries/messages.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { buildEvent } from "../../shared/testing/builders.ts";
import { createTestServices, type TestServices } from "../../shared/testing/services.ts";
import { createHandler } from "../status/handle.ts";
import { openSendDesk, type Queued, type SendDesk } from "./testing/send-desk.ts";
import type { senderFunction } from "./services.ts";
import { statusFunction } from "../status/services.ts";
import { handling } from "../../shared/testing/handling.ts";

const handleStatus = handling(createHandler);

const [acme] = seedData;
let statusServices: TestServices<typeof statusFunction>;
/** Gives WhatsApp up soon. */
let impatient: TestServices<typeof senderFunction>;
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
  impatient = desk.servicesWith({ WHATSAPP_TIMEOUT_MS: "250" });
  statusServices = createTestServices(statusFunction, desk.database);
});
afterEach(async () => desk.endTest());
afterAll(async () => {
  await statusServices.close();
  await desk.close();
});

describe("an unknown outcome", () => {
  const ambiguous: [string, object][] = [
    ["error 131000", { errors: [{ code: 131000, times: 1 }] }],
    ["HTTP 500", { http500: { times: 1 } }],
  ];
  test.each(ambiguous)("%s: is never sent again by itself", async (_name, send) => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send });
    expect(await desk.deliver(queued)).toMatchObject({ outcome: "unknown" });
    expect(await desk.stored(queued)).toMatchObject({ status: "unknown", lease_until: null });
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "unknown" });
    expect(await desk.sendsTo(queued)).toEqual([]);
    expect(desk.timesCounted(queued, statusServices)).toBe(0);
  });

  test("a timeout after WhatsApp took it: not sent again, and its status settles it and counts it", async () => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({
      send: { timeoutAfterAccept: { times: 1, to: queued.chat.phone }, hangMs: 5_000 },
    });
    expect(await desk.deliver(queued, impatient)).toEqual({ outcome: "unknown", reason: "timeout" });
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "unknown" });
    const sends = await desk.sendsTo(queued);
    expect(sends).toHaveLength(1);
    expect(desk.timesCounted(queued, statusServices)).toBe(0);
    expect(await report(sends[0]?.wamid ?? "", "delivered", sends[0]?.callbackData)).toEqual({
      outcome: "applied",
      status: "delivered",
    });
    expect(await desk.stored(queued)).toMatchObject({ status: "delivered", wamid: sends[0]?.wamid });
    expect(desk.timesCounted(queued, statusServices)).toBe(1);
    expect(await desk.deliver(queued)).toEqual({ outcome: "duplicate", status: "delivered" });
  });

  test("a function that died between claim and call: wait while the lease lives, then unknown; never sent", async () => {
    const queued = await desk.queue();
    await claimFor(queued, new Date(Date.now() + 60_000));
    await expect(desk.deliver(queued)).rejects.toMatchObject({ name: "Retry", code: "in-flight" });
    expect(await desk.stored(queued)).toMatchObject({ status: "sending" });
    await desk.database.adminDb
      .updateTable("messages")
      .set({ lease_until: new Date(Date.now() - 1) })
      .where("id", "=", queued.messageId)
      .execute();
    expect(await desk.deliver(queued)).toMatchObject({ outcome: "unknown" });
    expect(await desk.stored(queued)).toMatchObject({ status: "unknown" });
    expect(await desk.sendsTo(queued)).toEqual([]);
  });

  test("an acceptance that comes after the claim was given up still counts, once", async () => {
    const queued = await desk.queue();
    const late = desk.afterTheCall(async () => {
      await desk.database.adminDb
        .updateTable("messages")
        .set({ status: "unconfirmed", lease_until: null })
        .where("id", "=", queued.messageId)
        .execute();
    });
    expect(await desk.deliver(queued, late)).toEqual({ outcome: "accepted" });
    expect(await desk.stored(queued)).toMatchObject({ status: "accepted" });
    expect(desk.timesCounted(queued, statusServices)).toBe(1);
  });
});

describe("statuses that are faster than the acceptance", () => {
  test("a status with our attempt's id moves the message on, and the acceptance does not take it back", async () => {
    const queued = await desk.queue();
    const overtaken = desk.afterTheCall(async (sent) => {
      const { attempt_id } = await desk.stored(queued);
      expect(await report(wamidOf(sent), "read", attempt_id ?? "")).toEqual({
        outcome: "applied",
        status: "read",
      });
    });
    expect(await desk.deliver(queued, overtaken)).toEqual({ outcome: "accepted" });
    expect(await desk.stored(queued)).toMatchObject({ status: "read", lease_until: null });
    expect(desk.timesCounted(queued, statusServices)).toBe(1);
  });

  test("statuses without it are parked, and joined in full when the acceptance is recorded", async () => {
    const queued = await desk.queue();
    const overtaken = desk.afterTheCall(async (sent) => {
      for (const word of ["delivered", "sent"]) {
        expect(await report(wamidOf(sent), word)).toEqual({ outcome: "parked", word });
      }
    });
    expect(await desk.deliver(queued, overtaken)).toEqual({ outcome: "accepted" });
    const message = await desk.stored(queued);
    expect(message).toMatchObject({ status: "delivered" });
    expect(message.delivered_at).not.toBeNull();
    const statuses = await desk.database.adminDb
      .selectFrom("message_statuses")
      .select(["status", "message_id"])
      .where("wamid", "=", message.wamid ?? "")
      .execute();
    expect(statuses.map(({ message_id }) => message_id)).toEqual([queued.messageId, queued.messageId]);
    expect(desk.timesCounted(queued, statusServices)).toBe(1);
  });

  test("a parked failure gives the conversation to a human", async () => {
    const queued = await desk.queue();
    const errors = [{ code: 131000, title: "Something went wrong" }];
    const overtaken = desk.afterTheCall(async (sent) =>
      report(wamidOf(sent), "failed", undefined, { errors }),
    );
    await desk.deliver(queued, overtaken);
    expect(await desk.stored(queued)).toMatchObject({ status: "failed", error_code: 131000 });
    expect(await queued.chat.conversation()).toMatchObject({
      handled_by: "human",
      handoff_reason: "send-failed",
    });
  });
});

function wamidOf(sent: SendOutcome): string {
  if (sent.kind !== "accepted") throw new Error(`WhatsApp did not take it: ${sent.kind}`);
  return sent.wamid;
}

async function claimFor({ messageId }: Queued, leaseUntil: Date): Promise<void> {
  await inTenant(desk.database.db, acme.id, async (trx) =>
    claimSend(trx, messageId, { attemptId: randomUUID(), leaseUntil }),
  );
}

/** What Meta reports of a message of ours; with our attempt's id, as it does for every message that was sent with one. */
async function report(wamid: string, word: string, callbackData?: string, more: object = {}) {
  const status = {
    id: wamid,
    status: word,
    timestamp: String(Math.floor(Date.now() / 1000)),
    recipient_id: "1",
    ...(callbackData === undefined ? {} : { biz_opaque_callback_data: callbackData }),
    ...more,
  };
  const { phoneNumberId, businessAccountId: wabaId } = acme.outlet;
  const receivedAt = new Date().toISOString();
  return handleStatus(
    buildEvent("status.received", { phoneNumberId, wabaId, receivedAt, status }),
    statusServices,
  );
}

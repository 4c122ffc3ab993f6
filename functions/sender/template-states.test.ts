import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  findTemplate,
  forgetRefusal,
  recordTemplate,
} from "../../shared/templates/queries/message-templates.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { applyReports } from "../../shared/sending/apply-reports.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { openSendDesk, type SendDesk } from "./testing/send-desk.ts";

const [acme] = seedData;
const template = { type: "template", name: "offer", language: "en" } as const;
const businessAccountId = acme.outlet.businessAccountId;
let desk: SendDesk;

beforeAll(async () => {
  desk = await openSendDesk();
});
afterEach(async () => {
  await desk.whatsapp.faults({});
  await desk.database.adminDb.deleteFrom("message_templates").execute();
  await desk.database.adminDb.deleteFrom("account_events").execute();
});
afterAll(async () => desk.close());

const scoped = async <T>(work: Parameters<typeof inTenant<T>>[2]) =>
  inTenant(desk.database.db, acme.id, work);
const list = async (syncedAt: Date) =>
  scoped(async (trx) =>
    recordTemplate(
      trx,
      businessAccountId,
      { ...template, category: "UTILITY", status: "APPROVED", components: [] },
      syncedAt,
    ),
  );
const listed = async () => scoped(async (trx) => findTemplate(trx, { ...template, businessAccountId }));
const send = async () => desk.store(await desk.newChat(), template);

describe("a template that WhatsApp refuses", () => {
  test.each([
    [132001, "template-not-found"],
    [132015, "template-paused"],
    [132016, "template-disabled"],
  ])("with %i is refused with its reason before the next call (%s)", async (code, reason) => {
    await list(new Date(0));
    const [first, second] = [await send(), await send()];
    await desk.whatsapp.faults({ send: { errors: [{ code, times: 1 }] } });
    expect(await desk.deliver(first)).toEqual({ outcome: "failed", errorCode: code });
    expect(await desk.deliver(second)).toEqual({ outcome: "failed", reason });
    expect(await desk.sendsTo(second)).toEqual([]);
    expect((await listed())?.reason).toEqual(expect.any(String));
  });

  test("and that was never listed is known from then on, until there is news of it", async () => {
    await desk.whatsapp.faults({ send: { errors: [{ code: 132001, times: 1 }] } });
    await desk.deliver(await send());
    expect(await desk.deliver(await send())).toEqual({ outcome: "failed", reason: "template-not-found" });
    await scoped(async (trx) => forgetRefusal(trx, { ...template, businessAccountId }));
    expect(await listed()).toBeUndefined();
    expect(await desk.deliver(await send())).not.toMatchObject({ reason: "template-not-found" });
  });

  test("for another reason stays as it is", async () => {
    await list(new Date(0));
    await desk.whatsapp.faults({ send: { errors: [{ code: 132000, times: 1 }] } });
    await desk.deliver(await send());
    expect(await listed()).toMatchObject({ status: "APPROVED" });
  });
});

describe("a failure of a template that is reported later", () => {
  const failedAt = new Date("2026-11-20T10:00:00Z");
  const later = new Date(failedAt.getTime() + 1_000);

  async function fails(): Promise<void> {
    const { chat, messageId } = await send();
    const message = await chat.message(messageId);
    const reported = { wamid: "", word: "failed", occurredAt: failedAt, errors: [], errorCode: 132015 };
    await inWork(desk.services, acme.id, {}, async (work) =>
      applyReports(work.trx, [
        { message, emit: work.emit, reported: { ...reported, wamid: `wamid.${messageId}` } },
      ]),
    );
  }

  test("marks it as well", async () => {
    await list(new Date(0));
    await fails();
    expect(await listed()).toMatchObject({ status: "PAUSED" });
  });

  test("does not undo what was listed since, or told since by a webhook", async () => {
    await list(later);
    await fails();
    expect(await listed()).toMatchObject({ status: "APPROVED" });
    await list(new Date(0));
    await scoped(async (trx) =>
      trx
        .insertInto("account_events")
        .values({
          waba_business_account_id: businessAccountId,
          event_key: "1",
          field: "message_template_status_update",
          subject: "offer/en",
          value: "{}",
          outcome: "template-status",
          occurred_at: later,
        })
        .execute(),
    );
    await fails();
    expect(await listed()).toMatchObject({ status: "APPROVED" });
  });
});

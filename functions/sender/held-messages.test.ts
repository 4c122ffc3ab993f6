import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { inWork } from "../../shared/runtime/work.ts";
import { resumeOutlet } from "../../shared/outlets/outlet-health.ts";
import { sealToken } from "../../shared/outlets/seal-token.ts";
import { awaitLockWait } from "../../shared/testing/await-lock-wait.ts";
import { instead } from "../../shared/testing/instead.ts";
import type { TestServices } from "../../shared/testing/services.ts";
import { openSendDesk, type Queued, type SendDesk } from "./testing/send-desk.ts";
import type { senderFunction } from "./services.ts";

const [acme] = seedData;
let desk: SendDesk;
let services: TestServices<typeof senderFunction>;
/** An instance that remembers for long, as a running one does. */
let remembering: TestServices<typeof senderFunction>;

beforeAll(async () => {
  desk = await openSendDesk();
});
beforeEach(async () => {
  services = desk.servicesWith({});
  remembering = desk.servicesWith({ LOOKUP_LIFETIME_MS: "3600000" });
  await storeToken(acme.outlet.accessToken);
});
afterEach(async () => desk.endTest());
afterAll(async () => desk.close());

async function deliver(queued: Queued, given = services) {
  return desk.deliver(queued, given);
}

/** As the API does: the new token, and what was held goes out. */
async function storeToken(token: string) {
  return inWork(services, acme.id, {}, async (work) => {
    const ciphertext = await sealToken(work.trx, services.tokens, acme.id, token);
    await work.trx
      .updateTable("outlets")
      .set({ access_token_ciphertext: ciphertext })
      .where("id", "=", acme.outlet.id)
      .execute();
    return resumeOutlet(work, acme.outlet.id);
  });
}

async function outlet() {
  return desk.database.adminDb
    .selectFrom("outlets")
    .selectAll()
    .where("id", "=", acme.outlet.id)
    .executeTakeFirstOrThrow();
}

async function setOutlet(status: "active" | "paused" | "unverified" | "disabled"): Promise<void> {
  await desk.database.adminDb
    .updateTable("outlets")
    .set({ status })
    .where("id", "=", acme.outlet.id)
    .execute();
}

const requeued = () => services.bus.of("message.queued").map(({ data }) => data.messageId);
const sendsTo = async (queued: Queued) => desk.sendsTo(queued);

describe("when WhatsApp says that somebody has to act", () => {
  test.each([
    [190, "token-invalid"],
    [0, "token-invalid"],
    [10, "permission-missing"],
    [200, "permission-missing"],
    [131005, "permission-missing"],
    [368, "account-blocked"],
    [131031, "account-blocked"],
    [131042, "payment-problem"],
    [131048, "spam-limit"],
  ])(
    "%i: the outlet is paused, the message is held, and the log and the audit log say why",
    async (code, reason) => {
      const queued = await desk.queue();
      await desk.whatsapp.faults({ send: { errors: [{ code, to: queued.chat.phone }] } });
      expect(await deliver(queued)).toEqual({ outcome: "held", reason, errorCode: code });
      expect(await queued.chat.message(queued.messageId)).toMatchObject({
        status: "queued",
        lease_until: null,
      });
      expect(await queued.chat.conversation()).toMatchObject({ handled_by: "bot" });
      expect(await outlet()).toMatchObject({ status: "paused", status_reason: reason });
      expect(services.lines).toContainEqual(
        expect.objectContaining({
          severity: "ERROR",
          message: "an outlet was paused",
          outletId: acme.outlet.id,
          reason,
        }),
      );
      const entry = await inTenant(desk.database.db, acme.id, async (trx) =>
        trx.selectFrom("audit_log").selectAll().orderBy("id", "desc").executeTakeFirst(),
      );
      expect(entry).toMatchObject({ action: "outlet.paused", actor_id: "sender", after: { reason } });
    },
  );

  test("nothing more is tried with it, however often and whoever delivers", async () => {
    const [refused, waiting] = [await desk.queue(), await desk.queue()];
    await desk.whatsapp.faults({ send: { errors: [{ code: 190, times: 1 }] } });
    await deliver(refused);
    for (const queued of [refused, waiting, waiting]) {
      expect(await deliver(queued)).toEqual({ outcome: "held", reason: "paused" });
    }
    expect(await waiting.chat.message(waiting.messageId)).toMatchObject({
      status: "queued",
      attempt_count: 0,
    });
    expect(await sendsTo(waiting)).toEqual([]);
  });

  test("a new token sends what was held, in order, also from an instance that remembers", async () => {
    const chat = await desk.newChat();
    const [first, second] = [await desk.queue(), await desk.queue(undefined, { chat })];
    await desk.whatsapp.faults({ send: { errors: [{ code: 190, times: 1 }] } });
    expect(await deliver(first, remembering)).toMatchObject({ outcome: "held" });
    expect(await deliver(second, remembering)).toMatchObject({ outcome: "held" });
    expect(await storeToken(acme.outlet.accessToken)).toMatchObject({ from: "paused" });
    const order = requeued();
    expect(order.indexOf(first.messageId)).toBeGreaterThanOrEqual(0);
    expect(order.indexOf(second.messageId)).toBeGreaterThan(order.indexOf(first.messageId));
    for (const queued of [first, second]) {
      expect(await deliver(queued, remembering)).toEqual({ outcome: "accepted" });
      expect(await sendsTo(queued)).toHaveLength(1);
    }
  });

  test("a token that is changed while WhatsApp refuses the old one does not pause the outlet, and is used at once", async () => {
    await storeToken("an-expired-token");
    const { whatsapp } = services;
    const changing = instead(services, {
      whatsapp: instead(whatsapp, {
        sendMessage: async (message) => {
          const sent = await whatsapp.sendMessage(message);
          await storeToken(acme.outlet.accessToken);
          return sent;
        },
      }),
    });
    const queued = await desk.queue();
    await expect(deliver(queued, changing)).rejects.toMatchObject({ name: "Retry", code: "token-changed" });
    expect(await outlet()).toMatchObject({ status: "active" });
    expect(await deliver(queued)).toEqual({ outcome: "accepted" });
  });

  test("what another instance changed of the outlet counts with the next message, for all that one remembers", async () => {
    const [before, held, after] = [await desk.queue(), await desk.queue(), await desk.queue()];
    expect(await deliver(before, remembering)).toEqual({ outcome: "accepted" });
    await setOutlet("disabled");
    expect(await deliver(held, remembering)).toEqual({ outcome: "held", reason: "disabled" });
    await setOutlet("active");
    await storeToken("an-expired-token");
    expect(await deliver(after, remembering)).toMatchObject({ outcome: "held", reason: "token-invalid" });
  });

  test("a message that finds the outlet paused the moment it is mended is not left lying", async () => {
    await setOutlet("paused");
    const listed = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const mending = inWork(services, acme.id, {}, async (work) => {
      await resumeOutlet(work, acme.outlet.id);
      listed.resolve();
      await goOn.promise;
    });
    await listed.promise;
    // Stored after the held messages were listed, and delivered before the outlet's new state is there to be seen.
    const queued = await desk.queue();
    const delivered = deliver(queued);
    await awaitLockWait(desk.database.adminDb, "sender");
    goOn.resolve();
    await mending;
    expect(await delivered).toEqual({ outcome: "accepted" });
  });

  test("a message that is refused the moment the outlet is mended is not left lying", async () => {
    const queued = await desk.queue();
    await desk.whatsapp.faults({ send: { errors: [{ code: 190, times: 1, to: queued.chat.phone }] } });
    const goOn = Promise.withResolvers<void>();
    let mending: Promise<unknown> = Promise.resolve();
    const overtaken = instead(services, {
      whatsapp: {
        ...services.whatsapp,
        async sendMessage(message) {
          const refused = await services.whatsapp.sendMessage(message);
          const listed = Promise.withResolvers<void>();
          await setOutlet("paused");
          mending = inWork(services, acme.id, {}, async (work) => {
            await resumeOutlet(work, acme.outlet.id);
            listed.resolve();
            await goOn.promise;
          });
          await listed.promise;
          return refused;
        },
      },
    });
    const delivered = expect(deliver(queued, overtaken)).rejects.toMatchObject({ name: "Retry" });
    await awaitLockWait(desk.database.adminDb, "sender");
    goOn.resolve();
    await Promise.all([mending, delivered]);
    expect(await deliver(queued)).toEqual({ outcome: "accepted" });
  });
});

test("an outlet that is not verified or disabled holds as well, and a tenant that is erased sends nothing", async () => {
  const queued = await desk.queue();
  for (const status of ["unverified", "disabled"] as const) {
    await setOutlet(status);
    expect(await deliver(queued)).toEqual({ outcome: "held", reason: status });
  }
  await setOutlet("active");
  const setTenant = async (status: "active" | "erasing") =>
    desk.database.adminDb.updateTable("tenants").set({ status }).where("id", "=", acme.id).execute();
  await setTenant("erasing");
  expect(await deliver(queued)).toEqual({ outcome: "tenant-erasing" });
  await setTenant("active");
  expect(await sendsTo(queued)).toEqual([]);
});

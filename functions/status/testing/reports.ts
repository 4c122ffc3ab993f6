import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { DataOf } from "../../../shared/contracts/topics.ts";
import {
  claimSend,
  recordStatusChange,
  type StatusChange,
} from "../../../shared/conversations/queries/messages.ts";
import type { MessageStatus } from "../../../shared/db/schema.d.ts";
import { seedData, type SeedTenant } from "../../../shared/testing/examples/seed-data.ts";
import { inTenant } from "../../../shared/db/tenant-scope.ts";
import { inWork } from "../../../shared/runtime/work.ts";
import type { Outcome } from "../../../shared/runtime/on-event.ts";
import { buildEvent } from "../../../shared/testing/builders.ts";
import { type Chat, createChat } from "../../../shared/testing/chat.ts";
import { createTestDatabase, type TestDatabase } from "../../../shared/testing/database.ts";
import { createTestServices, type TestServices } from "../../../shared/testing/services.ts";
import { recordOutcome } from "../../sender/record-outcome.ts";
import { createHandler } from "../handle.ts";
import { statusFunction } from "../services.ts";
import { handling } from "../../../shared/testing/handling.ts";

const handle = handling(createHandler);

export const start = new Date("2026-11-20T10:00:00Z");
export const after = (count: number): Date => new Date(start.getTime() + count * 1000);
export const seconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));
export const newWamid = (): string => `wamid.${randomUUID()}`;
export const accepted = (wamid: string): StatusChange => ({ status: "accepted", wamid, acceptedAt: start });

/** One customer's conversation, and what WhatsApp reports of the replies in it. */
export type Reports = {
  chat: Chat;
  /** WhatsApp reports the status item, ten o'clock unless it says otherwise. */
  report(status: Record<string, unknown>, change?: Partial<DataOf<"status.received">>): Promise<Outcome>;
  /** A reply that the sender has claimed, and what it learnt since. */
  sendReply(change?: StatusChange): Promise<{ id: string; attemptId: string }>;
  /** The sender records that WhatsApp took its attempt. */
  senderLearns(messageId: string, attemptId: string, wamid: string): Promise<void>;
  /** What was counted, as `meter subject`. */
  usage(): string[];
  statusesOf(wamid: string): Promise<MessageStatus[]>;
};

export async function createReports(
  database: TestDatabase,
  services: TestServices<typeof statusFunction>,
  tenant: SeedTenant = seedData[0],
): Promise<Reports> {
  const { outlet, id: tenantId } = tenant;
  const chat = await createChat(database.db, tenant);
  return {
    chat,
    async report(status, change = {}) {
      const event = buildEvent("status.received", {
        phoneNumberId: outlet.phoneNumberId,
        wabaId: outlet.businessAccountId,
        receivedAt: new Date().toISOString(),
        status: { timestamp: seconds(start), recipient_id: chat.phone, ...status },
        ...change,
      });
      return handle(event, services);
    },
    async sendReply(change) {
      await chat.customerWrites("Buka?");
      const id = await chat.queueReply("Ya, sampai jam 9.");
      const attemptId = randomUUID();
      await inTenant(database.db, tenantId, async (trx) => {
        await claimSend(trx, id, { attemptId, leaseUntil: new Date(Date.now() + 60_000) });
        if (change !== undefined) await recordStatusChange(trx, id, change);
      });
      return { id, attemptId };
    },
    async senderLearns(messageId, attemptId, wamid) {
      const attempt = { messageId, attemptId, access: { ciphertext: Buffer.alloc(0) }, isReserved: true };
      await inWork(services, tenantId, {}, async (work) =>
        recordOutcome(work, attempt, { kind: "accepted", wamid }, after(2)),
      );
    },
    usage: () =>
      services.bus.of("usage.recorded").map(({ data: { meter, subjectId } }) => `${meter} ${subjectId}`),
    statusesOf: async (wamid) =>
      database.adminDb
        .selectFrom("message_statuses")
        .selectAll()
        .where("wamid", "=", wamid)
        .orderBy("id")
        .execute(),
  };
}

type Given = { database: TestDatabase; services: TestServices<typeof statusFunction>; reports: Reports };

/** For the tests of a file: a database and services of their own, and for each test a conversation and an empty bus. */
export function useReports(): Given {
  const given = {} as Given;
  beforeAll(async () => {
    given.database = await createTestDatabase();
    given.services = createTestServices(statusFunction, given.database);
  });
  beforeEach(async () => {
    given.services.bus.fail(false);
    given.services.bus.events.splice(0);
    given.reports = await createReports(given.database, given.services);
  });
  afterAll(async () => {
    await given.services.close();
    await given.database.drop();
  });
  return given;
}

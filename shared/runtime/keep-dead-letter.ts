import type { Kysely } from "kysely";
import type { Envelope } from "../contracts/envelope.ts";
import { recordDeadLetter } from "../db/dead-letters.ts";
import type { Database } from "../db/schema.d.ts";
import { type Delivery, textOf } from "./decode-delivery.ts";
import type { Permanent } from "./errors.ts";
import { Unclaimed } from "./unclaimed.ts";

export type Keeper = { functionName: string; db: Kysely<Database> };

/** Stores a delivery that cannot be handled, once, with what is needed to list and replay it. */
export async function keepDeadLetter(
  { functionName, db }: Keeper,
  delivery: Delivery,
  event: Pick<Envelope, "id" | "tenantId" | "topic"> | undefined,
  why: Permanent,
): Promise<void> {
  await recordDeadLetter(db, {
    tenantId: event?.tenantId,
    sourceTopic: event?.topic ?? delivery.message.attributes["topic"] ?? delivery.subscription,
    functionName,
    messageId: delivery.message.messageId,
    eventId: event?.id,
    reasonCode: why.code,
    reason: why.message,
    ...(why instanceof Unclaimed ? { named: why.named } : {}),
    payloadText: textOf(delivery),
    attributes: delivery.message.attributes,
    deliveryAttempt: delivery.deliveryAttempt,
  });
}

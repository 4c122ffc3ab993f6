import type { Kysely } from "kysely";
import type { Database } from "../db/schema.d.ts";
import { type EventFunctionName, functions, type TopicOf } from "../contracts/functions.ts";
import { maxDeliveryAttempts } from "../contracts/subscriptions.ts";
import type { EventOf, TopicName } from "../contracts/topics.ts";
import { isDatabaseAway } from "../db/errors.ts";
import { decodeDelivery, type Decoded, type Delivery } from "./decode-delivery.ts";
import { Permanent, Retry } from "./errors.ts";
import { keepDeadLetter, type Keeper } from "./keep-dead-letter.ts";
import { type Log, type LogFields, traceFields } from "./log.ts";
import { onDelivery } from "./on-delivery.ts";
import type { Client } from "./client.ts";
import type { Clients, Composition, ServicesOf } from "./services.ts";
import { Unclaimed } from "./unclaimed.ts";

export type EventContext = {
  /** 1 at the first delivery. */
  attempt: number;
  /** After this many the event becomes a dead letter. */
  maxAttempts: number;
};

/** What came of an event, in a word, and what else the log line should hold. */
export type Outcome = { outcome: string } & LogFields;

export type EventHandler<Name extends EventFunctionName> = (
  event: EventOf<TopicOf<Name>>,
  context: EventContext,
) => Promise<Outcome>;

/** What an event function needs before its handler: it logs each delivery, and keeps what can never be handled. */
type Shell = {
  db: Kysely<Database>;
  log: Log;
  config: { GOOGLE_CLOUD_PROJECT: string };
  now(): Date;
};

/**
 * Registers an event function. Its answer to Pub/Sub: 204 acknowledges (handled, or kept as a dead
 * letter because it never can be), 503 asks for another delivery, 500 likewise but is a bug.
 */
export function onEvent<
  Name extends EventFunctionName,
  Given extends Clients & { db: Client<Kysely<Database>> },
>(
  composition: Composition<Name, Given>,
  create: (services: ServicesOf<Composition<Name, Given>>) => EventHandler<Name>,
): void {
  onDelivery(composition, (services) => {
    const handle = create(services);
    return async (delivery) =>
      handleDelivery(composition.name, delivery, handle, services as unknown as Shell);
  });
}

/** Decodes, handles and logs one delivery; resolves to the HTTP status that answers Pub/Sub. Never rejects. */
export async function handleDelivery<Name extends EventFunctionName>(
  name: Name,
  delivery: Delivery,
  handle: EventHandler<Name>,
  shell: Shell,
): Promise<number> {
  const startedAt = performance.now();
  const decoded = decodeDelivery<TopicName>(delivery, functions[name].trigger.topics);
  let settled: Settled;
  try {
    const severity = decoded.kind === "ignored" ? "debug" : "info";
    settled = { status: 204, severity, fields: await outcomeOf(decoded, delivery, handle) };
  } catch (error) {
    settled = await settleError(error, decoded, delivery, { functionName: name, db: shell.db });
  }
  const { status, severity, fields } = settled;
  shell.log[severity](name, {
    ...fieldsOf(decoded, shell),
    messageId: delivery.message.messageId,
    attempt: delivery.deliveryAttempt,
    status,
    durationMs: Math.round(performance.now() - startedAt),
    ...fields,
  });
  return status;
}

type Settled = { status: number; severity: keyof Log; fields: LogFields };

function outcomeOf<Name extends EventFunctionName>(
  decoded: Decoded<TopicName>,
  delivery: Delivery,
  handle: EventHandler<Name>,
): Outcome | Promise<Outcome> {
  switch (decoded.kind) {
    case "ignored":
      return { outcome: "ignored", reason: decoded.reason };
    case "invalid":
      throw new Permanent(decoded.code ?? "invalid-event", decoded.reason);
    case "event": {
      const context = { attempt: delivery.deliveryAttempt, maxAttempts: maxDeliveryAttempts };
      return handle(decoded.event as EventOf<TopicOf<Name>>, context);
    }
  }
}

async function settleError(
  error: unknown,
  decoded: Decoded<TopicName>,
  delivery: Delivery,
  keeper: Keeper,
): Promise<Settled> {
  if (error instanceof Retry) {
    return { status: 503, severity: "warn", fields: { outcome: "retry", code: error.code, error } };
  }
  if (isDatabaseAway(error)) {
    return { status: 503, severity: "warn", fields: { outcome: "retry", code: "database-away", error } };
  }
  if (!(error instanceof Permanent))
    return { status: 500, severity: "error", fields: { outcome: "failed", error } };
  try {
    const event = decoded.kind === "event" ? decoded.event : undefined;
    await keepDeadLetter(keeper, delivery, event, error);
    // That a number waits for its proof is nobody's fault.
    const severity = error instanceof Unclaimed ? "warn" : "error";
    return { status: 204, severity, fields: { outcome: "kept", code: error.code, error } };
  } catch (keepingFailed) {
    return {
      status: 503,
      severity: "error",
      fields: { outcome: "retry", code: "not-kept", error: keepingFailed },
    };
  }
}

function fieldsOf(decoded: Decoded<TopicName>, shell: Shell): LogFields {
  if (decoded.kind !== "event") return {};
  const { event } = decoded;
  return {
    topic: event.topic,
    eventId: event.id,
    tenantId: event.tenantId,
    correlationId: event.correlationId,
    ageMs: shell.now().getTime() - Date.parse(event.occurredAt),
    ...traceFields(shell.config.GOOGLE_CLOUD_PROJECT, event.traceparent),
  };
}

import { z } from "zod";
import { envelopeSchema } from "../contracts/envelope.ts";
import { type EventOf, type TopicName, topics } from "../contracts/topics.ts";
import { uuidOf } from "./uuid-of.ts";

/** What Pub/Sub posts to a push endpoint, https://cloud.google.com/pubsub/docs/push#receive_push */
const pushSchema = z.object({
  message: z.object({
    messageId: z.string(),
    data: z.string().default(""),
    attributes: z.record(z.string(), z.string()).default({}),
    publishTime: z.string().optional(),
  }),
  subscription: z.string(),
  deliveryAttempt: z.int().positive().default(1),
});

export type Delivery = z.infer<typeof pushSchema>;

/** The delivery in a push request's body, or undefined when Pub/Sub cannot have sent it. */
export function readDelivery(body: Buffer): Delivery | undefined {
  return pushSchema.safeParse(parseJson(body.toString())).data;
}

export type Decoded<Name extends TopicName> =
  | { kind: "event"; event: EventOf<Name> }
  /** Of no interest to us by its nature: another kind of storage notification. */
  | { kind: "ignored"; reason: string }
  /** Cannot be read by the topic's declaration; to be kept with the reason. */
  | { kind: "invalid"; code?: string; reason: string };

/** Reads a delivery by the declarations of the topics that the function is woken by. */
export function decodeDelivery<Name extends TopicName>(
  delivery: Delivery,
  expected: readonly Name[],
): Decoded<Name> {
  const notified = expected.find((name) => topics[name].wire === "cloud-storage-notification");
  if (notified !== undefined && delivery.message.attributes["eventType"] !== undefined) {
    return decodeNotification(delivery, notified);
  }
  const envelope = envelopeSchema.safeParse(parseJson(textOf(delivery)));
  if (!envelope.success) return invalid("envelope", envelope.error);
  const name = expected.find((topic) => topic === envelope.data.topic);
  if (name === undefined) return { kind: "invalid", reason: `unexpected topic ${envelope.data.topic}` };
  if (envelope.data.version !== topics[name].version) {
    return { kind: "invalid", reason: `version ${envelope.data.version} of ${name} is not known here` };
  }
  if (topics[name].namesTenant && envelope.data.tenantId === undefined)
    return { kind: "invalid", code: "no-tenant", reason: "the event names no tenant" };
  const data = topics[name].data.safeParse(envelope.data.data);
  if (!data.success) return invalid(name, data.error);
  return { kind: "event", event: { ...envelope.data, data: data.data } as unknown as EventOf<Name> };
}

/** The message's data as text. */
export function textOf(delivery: Delivery): string {
  return Buffer.from(delivery.message.data, "base64").toString("utf8");
}

/** https://cloud.google.com/storage/docs/pubsub-notifications#format; the tenant is in the object's name. */
function decodeNotification<Name extends TopicName>(delivery: Delivery, name: Name): Decoded<Name> {
  const { eventType, bucketId, objectId, objectGeneration } = delivery.message.attributes;
  if (eventType !== "OBJECT_FINALIZE") return { kind: "ignored", reason: `notification of ${eventType}` };
  const resource = z
    .object({ contentType: z.string().default("application/octet-stream"), size: z.coerce.number() })
    .safeParse(parseJson(textOf(delivery)));
  if (!resource.success) return invalid("object resource", resource.error);
  const data = topics[name].data.safeParse({
    bucket: bucketId,
    objectName: objectId,
    generation: objectGeneration,
    contentType: resource.data.contentType,
    sizeBytes: resource.data.size,
  });
  if (!data.success) return invalid(name, data.error);
  const id = uuidOf(`${bucketId}/${objectId}#${objectGeneration}`);
  const tenantId = /^tenants\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\//.exec(objectId ?? "")?.[1];
  const event = {
    id,
    topic: name,
    version: topics[name].version,
    ...(tenantId === undefined ? {} : { tenantId }),
    occurredAt: delivery.message.attributes["eventTime"] ?? new Date().toISOString(),
    correlationId: id,
    data: data.data,
  };
  return { kind: "event", event: event as unknown as EventOf<Name> };
}

function invalid(what: string, error: z.ZodError): { kind: "invalid"; reason: string } {
  const issues = error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "(root)"}: ${issue.code}`);
  return { kind: "invalid", reason: `${what} is malformed: ${issues.join("; ")}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Exchange } from "../http/exchange.ts";
import { objectResource } from "../objects/object-resource.ts";
import type { BucketRecord, NotificationConfig, ObjectRecord } from "../store.ts";

export type EventType = "OBJECT_FINALIZE" | "OBJECT_DELETE" | "OBJECT_METADATA_UPDATE";
export type Overwrite = { overwroteGeneration?: string; overwrittenByGeneration?: string };

/**
 * Puts a message in the outbox for every notification config of the bucket that wants the event, in the form of
 * https://cloud.google.com/storage/docs/pubsub-notifications#format.
 */
export function recordEvent(
  { store, outbox, serverUrl }: Pick<Exchange, "store" | "outbox" | "serverUrl">,
  bucket: BucketRecord,
  object: ObjectRecord,
  eventType: EventType,
  overwrite: Overwrite,
): void {
  for (const config of bucket.notifications) {
    if (!wants(config, object, eventType)) continue;
    outbox.add({
      id: store.nextGeneration(),
      topic: config.topic.replace("//pubsub.googleapis.com/", ""),
      data:
        config.payload_format === "NONE"
          ? ""
          : JSON.stringify(objectResource(object, serverUrl), undefined, 2),
      attributes: {
        ...config.custom_attributes,
        ...overwrite,
        notificationConfig: `projects/_/buckets/${bucket.name}/notificationConfigs/${config.id}`,
        eventType,
        payloadFormat: config.payload_format,
        bucketId: bucket.name,
        objectId: object.name,
        objectGeneration: object.generation,
        eventTime: new Date().toISOString(),
      },
    });
  }
}

function wants(config: NotificationConfig, object: ObjectRecord, eventType: EventType): boolean {
  const { event_types: types, object_name_prefix: prefix = "" } = config;
  return (
    (types === undefined || types.length === 0 || types.includes(eventType)) && object.name.startsWith(prefix)
  );
}

import { HttpError, badRequest } from "../http/http-error.ts";
import { readJson, sendEmpty, sendJson } from "../http/exchange.ts";
import type { Exchange } from "../http/exchange.ts";
import { getBucket } from "../objects/objects.ts";
import type { BucketRecord, NotificationConfig } from "../store.ts";

export async function createNotification(
  { req, res, store, serverUrl }: Exchange,
  name: string,
): Promise<void> {
  const body = await readJson(req);
  const bucket = getBucket(store, name);
  const config = { ...parseConfig(body), id: String(bucket.lastNotificationId + 1) };
  store.buckets.set(name, {
    ...bucket,
    notifications: [...bucket.notifications, config],
    lastNotificationId: bucket.lastNotificationId + 1,
  });
  sendJson(res, resource(bucket, config, serverUrl));
}

export function listNotifications({ res, store, serverUrl }: Exchange, name: string): void {
  const bucket = getBucket(store, name);
  const items = bucket.notifications.map((config) => resource(bucket, config, serverUrl));
  sendJson(res, { kind: "storage#notifications", ...(items.length > 0 && { items }) });
}

export function getNotification({ res, store, serverUrl }: Exchange, name: string, id: string): void {
  const bucket = getBucket(store, name);
  sendJson(res, resource(bucket, findConfig(bucket, id), serverUrl));
}

export function deleteNotification({ res, store }: Exchange, name: string, id: string): void {
  const bucket = getBucket(store, name);
  const config = findConfig(bucket, id);
  store.buckets.set(name, {
    ...bucket,
    notifications: bucket.notifications.filter((other) => other !== config),
  });
  sendEmpty(res, 204);
}

function findConfig(bucket: BucketRecord, id: string): NotificationConfig {
  const config = bucket.notifications.find((other) => other.id === id);
  if (!config) throw new HttpError(404, "notFound", `The specified notification ${id} does not exist.`);
  return config;
}

function parseConfig(body: Record<string, unknown>): Omit<NotificationConfig, "id"> {
  const { topic, payload_format: format, event_types: types, object_name_prefix: prefix } = body;
  if (
    typeof topic !== "string" ||
    !/^\/\/pubsub\.googleapis\.com\/projects\/[^/]+\/topics\/[^/]+$/.test(topic)
  ) {
    throw badRequest(`Invalid Cloud Pub/Sub topic: ${String(topic)}`);
  }
  if (format !== "JSON_API_V1" && format !== "NONE")
    throw badRequest(`Invalid payload format: ${String(format)}`);
  return {
    topic,
    payload_format: format,
    ...(Array.isArray(types) && { event_types: types.map(String) }),
    ...(typeof prefix === "string" && { object_name_prefix: prefix }),
    custom_attributes: (body["custom_attributes"] ?? {}) as Record<string, string>,
  };
}

function resource(
  bucket: BucketRecord,
  config: NotificationConfig,
  serverUrl: string,
): Record<string, unknown> {
  return {
    kind: "storage#notification",
    selfLink: `${serverUrl}/storage/v1/b/${bucket.name}/notificationConfigs/${config.id}`,
    etag: config.id,
    ...config,
  };
}

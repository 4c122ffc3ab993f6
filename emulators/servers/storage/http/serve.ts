import * as buckets from "../buckets/bucket-routes.ts";
import * as notifications from "../notifications/notification-routes.ts";
import { objectResource } from "../objects/object-resource.ts";
import * as objects from "../objects/object-routes.ts";
import { serveXml } from "../signed/xml-routes.ts";
import { cancelSession, continueUpload, getSession } from "../uploads/resumable.ts";
import { upload } from "../uploads/upload-routes.ts";
import { applyCors } from "./cors.ts";
import { sendJson } from "./exchange.ts";
import type { Exchange } from "./exchange.ts";
import { HttpError, notImplemented } from "./http-error.ts";
import { parseRoute } from "./route.ts";
import type { Route } from "./route.ts";
import { sendError } from "./send-error.ts";

/** Answers one request, errors included; never rejects. */
export async function serve(exchange: Exchange): Promise<void> {
  const { req, query } = exchange;
  let route: Route | undefined;
  try {
    // The raw path: URL would resolve the dots that may be part of an object's name.
    const [path = ""] = (req.url ?? "").split("?", 1);
    route = parseRoute(path, query.has("X-Goog-Signature"));
    if (applyCors(exchange, route)) return;
    await dispatch(exchange, route);
  } catch (error) {
    sendError(exchange, error, route);
  }
}

async function dispatch(exchange: Exchange, route: Route): Promise<void> {
  const method = exchange.req.method ?? "";
  switch (route.kind) {
    case "buckets":
      if (method === "GET") return buckets.listBuckets(exchange);
      if (method === "POST") return buckets.createBucket(exchange);
      break;
    case "bucket":
      if (method === "GET") return buckets.getBucketMetadata(exchange, route.bucket);
      if (method === "PATCH") return buckets.patchBucket(exchange, route.bucket);
      if (method === "DELETE") return buckets.deleteBucket(exchange, route.bucket);
      break;
    case "objects":
      if (method === "GET") return objects.list(exchange, route.bucket);
      break;
    case "object":
      if (method === "GET") return objects.get(exchange, route);
      if (method === "PATCH") return objects.patch(exchange, route);
      if (method === "DELETE") return objects.remove(exchange, route);
      break;
    case "copy":
      if (method === "POST") return objects.copy(exchange, route.from, route.to);
      break;
    case "rewrite":
      if (method === "POST") return objects.rewrite(exchange, route.from, route.to);
      break;
    case "notifications":
      if (method === "GET") return notifications.listNotifications(exchange, route.bucket);
      if (method === "POST") return notifications.createNotification(exchange, route.bucket);
      break;
    case "notification":
      if (method === "GET") return notifications.getNotification(exchange, route.bucket, route.id);
      if (method === "DELETE") return notifications.deleteNotification(exchange, route.bucket, route.id);
      break;
    case "upload":
      return serveUpload(exchange, route.bucket);
    case "xml":
      return serveXml(exchange, route);
    case "unknown":
      break;
  }
  throw notImplemented(`${method} ${exchange.req.url?.split("?", 1)[0]}`);
}

async function serveUpload(exchange: Exchange, bucket: string): Promise<void> {
  const { req, res, query, store, serverUrl } = exchange;
  const uploadId = query.get("upload_id");
  if (uploadId === null) return upload(exchange, bucket);
  await store.inTurn(uploadId, async () => {
    const session = getSession(store, uploadId);
    if (session.bucket !== bucket) throw new HttpError(404, "notFound", "No such upload.");
    if (req.method === "DELETE") return cancelSession(exchange, session);
    const object = await continueUpload(exchange, session);
    if (object) sendJson(res, objectResource(object, serverUrl));
  });
}

import { badRequest } from "../http/http-error.ts";
import { parseJsonObject, readJson, sendEmpty, sendJson } from "../http/exchange.ts";
import type { Exchange } from "../http/exchange.ts";
import { checkObjectName } from "../objects/object-name.ts";
import { objectResource } from "../objects/object-resource.ts";
import { pickObjectSettings } from "../objects/object-settings.ts";
import { findObject, getBucket } from "../objects/objects.ts";
import { checkPreconditions, readPreconditions } from "../objects/preconditions.ts";
import type { ObjectRecord } from "../store.ts";
import { readExpectedHash } from "./expected-hash.ts";
import { uploadAtOnce } from "./finish-upload.ts";
import type { Upload } from "./finish-upload.ts";
import { boundaryOf, splitMultipart } from "./multipart.ts";
import { startSession } from "./resumable.ts";

/** Takes an upload of any of the three types of the JSON API. */
export async function upload(exchange: Exchange, bucket: string): Promise<void> {
  const type = exchange.query.get("uploadType");
  if (type === "resumable") return startResumable(exchange, bucket);
  if (type !== "media" && type !== "multipart") throw badRequest(`Unknown uploadType: ${String(type)}`);
  const object = await (type === "media" ? uploadMedia : uploadMultipart)(exchange, bucket);
  sendJson(exchange.res, objectResource(object, exchange.serverUrl));
}

async function uploadMedia(exchange: Exchange, bucket: string): Promise<ObjectRecord> {
  const contentType = exchange.req.headers["content-type"];
  return uploadAtOnce(exchange, exchange.req, describe(exchange, bucket, {}, contentType));
}

async function uploadMultipart(exchange: Exchange, bucket: string): Promise<ObjectRecord> {
  const { req } = exchange;
  const { metadata, contentType, body } = await splitMultipart(req, boundaryOf(req.headers["content-type"]));
  return uploadAtOnce(exchange, body, describe(exchange, bucket, parseJsonObject(metadata), contentType));
}

async function startResumable(exchange: Exchange, bucket: string): Promise<void> {
  const { req, res, store, origin } = exchange;
  const resource = await readJson(req);
  const contentType = req.headers["x-upload-content-type"];
  const declaredSize = req.headers["x-upload-content-length"];
  const id = startSession(
    store,
    describe(exchange, bucket, resource, typeof contentType === "string" ? contentType : undefined),
    {
      declaredSize: declaredSize === undefined ? undefined : Number(declaredSize),
      origin: req.headers.origin,
    },
  );
  sendEmpty(res, 200, {
    location: `${origin}/upload/storage/v1/b/${encodeURIComponent(bucket)}/o?uploadType=resumable&upload_id=${id}`,
    "x-guploader-uploadid": id,
  });
}

/** Refuses early what would be refused at the end, before the caller sends its bytes. */
function describe(
  { req, query, store }: Exchange,
  bucket: string,
  resource: Record<string, unknown>,
  contentType: string | undefined,
): Upload {
  getBucket(store, bucket);
  const name = query.get("name") ?? (typeof resource["name"] === "string" ? resource["name"] : "");
  checkObjectName(name);
  const preconditions = readPreconditions(query);
  checkPreconditions(preconditions, findObject(store, bucket, name), "write");
  return {
    bucket,
    name,
    preconditions,
    expectedHash: readExpectedHash(req.headers, resource),
    settings: { ...(contentType !== undefined && { contentType }), ...pickObjectSettings(resource) },
  };
}

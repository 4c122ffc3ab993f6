import type { Exchange } from "../http/exchange.ts";
import { readJson, sendEmpty, sendJson } from "../http/exchange.ts";
import type { ObjectPath } from "../http/route.ts";
import type { ObjectRecord } from "../store.ts";
import { copyObject } from "./copy-object.ts";
import { download } from "./download.ts";
import { listObjects } from "./list-objects.ts";
import { checkObjectName } from "./object-name.ts";
import { objectResource } from "./object-resource.ts";
import { pickObjectSettings } from "./object-settings.ts";
import { deleteObject, getBucket, getObject, patchObject } from "./objects.ts";
import { checkPreconditions, readPreconditions } from "./preconditions.ts";

const maxPage = 1000;

export function list({ res, query, store, serverUrl }: Exchange, bucket: string): void {
  getBucket(store, bucket);
  const { items, prefixes, nextPageToken } = listObjects(
    store.objects.values().filter((object) => object.bucket === bucket),
    {
      prefix: query.get("prefix") ?? "",
      delimiter: query.get("delimiter") ?? "",
      startOffset: query.get("startOffset") ?? "",
      endOffset: query.get("endOffset") ?? "",
      includeTrailingDelimiter: query.get("includeTrailingDelimiter") === "true",
      maxResults: Math.min(Number(query.get("maxResults") ?? maxPage) || maxPage, maxPage),
      pageToken: query.get("pageToken") ?? undefined,
    },
  );
  sendJson(res, {
    kind: "storage#objects",
    ...(items.length > 0 && { items: items.map((object) => objectResource(object, serverUrl)) }),
    ...(prefixes.length > 0 && { prefixes }),
    ...(nextPageToken !== undefined && { nextPageToken }),
  });
}

export async function get(exchange: Exchange, { bucket, object }: ObjectPath): Promise<void> {
  const { res, query, store, serverUrl } = exchange;
  const find = () => {
    const found = getObject(store, bucket, object, query.get("generation"));
    checkPreconditions(readPreconditions(query), found, "read");
    return found;
  };
  if (query.get("alt") === "media") await download(exchange, find);
  else sendJson(res, objectResource(find(), serverUrl));
}

export async function patch(exchange: Exchange, { bucket, object }: ObjectPath): Promise<void> {
  const { req, res, query, store, serverUrl } = exchange;
  const settings = pickObjectSettings(await readJson(req));
  const found = getObject(store, bucket, object, query.get("generation"));
  sendJson(res, objectResource(patchObject(exchange, found, settings, readPreconditions(query)), serverUrl));
}

export function remove(exchange: Exchange, { bucket, object }: ObjectPath): void {
  const { res, query, store } = exchange;
  deleteObject(exchange, getObject(store, bucket, object, query.get("generation")), readPreconditions(query));
  sendEmpty(res, 204);
}

export async function copy(exchange: Exchange, from: ObjectPath, to: ObjectPath): Promise<void> {
  const made = await copyFromRequest(exchange, from, to);
  sendJson(exchange.res, objectResource(made, exchange.serverUrl));
}

/** A rewrite is a copy that the real service may spread over several calls; here the first call does it all. */
export async function rewrite(exchange: Exchange, from: ObjectPath, to: ObjectPath): Promise<void> {
  const made = await copyFromRequest(exchange, from, to);
  sendJson(exchange.res, {
    kind: "storage#rewriteResponse",
    done: true,
    objectSize: String(made.size),
    totalBytesRewritten: String(made.size),
    resource: objectResource(made, exchange.serverUrl),
  });
}

async function copyFromRequest(exchange: Exchange, from: ObjectPath, to: ObjectPath): Promise<ObjectRecord> {
  const { req, query, store } = exchange;
  checkObjectName(to.object);
  const settings = pickObjectSettings(await readJson(req));
  const source = getObject(store, from.bucket, from.object, query.get("sourceGeneration"));
  checkPreconditions(readPreconditions(query, "ifSource"), source, "write");
  return copyObject(exchange, source, to, settings, readPreconditions(query));
}

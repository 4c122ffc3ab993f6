import { HttpError, badRequest } from "../http/http-error.ts";
import { readJson, sendEmpty, sendJson } from "../http/exchange.ts";
import type { Exchange } from "../http/exchange.ts";
import { mergePatch } from "../objects/merge-patch.ts";
import { getBucket } from "../objects/objects.ts";
import { checkPreconditions, readPreconditions } from "../objects/preconditions.ts";
import { bucketResource, pickBucketSettings } from "./bucket-resource.ts";

export async function createBucket({
  req,
  res,
  query,
  store,
  serverUrl,
  projectId,
}: Exchange): Promise<void> {
  const body = await readJson(req);
  const { name } = body;
  if (typeof name !== "string" || !/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(name)) {
    throw badRequest(`Invalid bucket name: '${String(name)}'`);
  }
  if (store.buckets.get(name)) {
    throw new HttpError(
      409,
      "conflict",
      "Your previous request to create the named bucket succeeded and you already own it.",
    );
  }
  const now = new Date().toISOString();
  const bucket = {
    name,
    projectId: query.get("project") ?? projectId,
    metageneration: 1,
    timeCreated: now,
    updated: now,
    settings: pickBucketSettings(body),
    notifications: [],
    lastNotificationId: 0,
  };
  store.buckets.set(name, bucket);
  sendJson(res, bucketResource(bucket, serverUrl));
}

export function listBuckets({ res, query, store, serverUrl, projectId }: Exchange): void {
  const project = query.get("project") ?? projectId;
  const prefix = query.get("prefix") ?? "";
  const after = query.get("pageToken") ?? "";
  const maxResults = Number(query.get("maxResults") ?? 1000);
  const buckets = store.buckets
    .values()
    .filter((bucket) => bucket.projectId === project && bucket.name.startsWith(prefix) && bucket.name > after)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const page = buckets.slice(0, maxResults);
  sendJson(res, {
    kind: "storage#buckets",
    items: page.map((bucket) => bucketResource(bucket, serverUrl)),
    ...(buckets.length > page.length && { nextPageToken: page.at(-1)?.name }),
  });
}

export function getBucketMetadata({ res, query, store, serverUrl }: Exchange, name: string): void {
  const bucket = getBucket(store, name);
  checkPreconditions(readPreconditions(query), bucket, "read");
  sendJson(res, bucketResource(bucket, serverUrl));
}

export async function patchBucket(
  { req, res, query, store, serverUrl }: Exchange,
  name: string,
): Promise<void> {
  const settings = pickBucketSettings(await readJson(req));
  const bucket = getBucket(store, name);
  checkPreconditions(readPreconditions(query), bucket, "write");
  const patched = {
    ...bucket,
    metageneration: bucket.metageneration + 1,
    updated: new Date().toISOString(),
    settings: mergePatch(bucket.settings, settings),
  };
  store.buckets.set(name, patched);
  sendJson(res, bucketResource(patched, serverUrl));
}

export function deleteBucket({ res, query, store }: Exchange, name: string): void {
  checkPreconditions(readPreconditions(query), getBucket(store, name), "write");
  if (store.objects.values().some((object) => object.bucket === name)) {
    throw new HttpError(409, "conflict", "The bucket you tried to delete is not empty.");
  }
  store.buckets.delete(name);
  sendEmpty(res, 204);
}

import type { Exchange } from "../http/exchange.ts";
import { noSuchBucket, noSuchObject } from "../http/http-error.ts";
import { recordEvent } from "../notifications/record-event.ts";
import type { FileHash } from "../disk/hash-file.ts";
import type { BucketRecord, ObjectRecord, Settings, Store } from "../store.ts";
import { mergePatch } from "./merge-patch.ts";
import { checkPreconditions } from "./preconditions.ts";
import type { Preconditions } from "./preconditions.ts";

type Context = Pick<Exchange, "store" | "outbox" | "serverUrl">;

export type NewObject = {
  bucket: string;
  name: string;
  settings: Settings;
  bodyId: string;
  hash: FileHash;
};

export function getBucket(store: Store, name: string): BucketRecord {
  const bucket = store.buckets.get(name);
  if (!bucket) throw noSuchBucket();
  return bucket;
}

export function findObject(store: Store, bucket: string, name: string): ObjectRecord | undefined {
  return store.objects.get(keyOf({ bucket, name }));
}

/** The live object; with a generation, only if the live one has it, since old versions are not kept. */
export function getObject(
  store: Store,
  bucket: string,
  name: string,
  generation?: string | null,
): ObjectRecord {
  getBucket(store, bucket);
  const object = findObject(store, bucket, name);
  if (!object || (typeof generation === "string" && generation !== object.generation)) {
    throw noSuchObject(bucket, name);
  }
  return object;
}

/**
 * Makes a received body the object of its name. Check, event and change happen in one turn of the event loop, so of
 * two writers with the same precondition exactly one succeeds. The event is stored first: a crash in between can announce
 * an object that is not there, but never leave one unannounced.
 */
export function putObject(context: Context, fresh: NewObject, preconditions: Preconditions): ObjectRecord {
  const { store } = context;
  const bucket = getBucket(store, fresh.bucket);
  const previous = findObject(store, fresh.bucket, fresh.name);
  checkPreconditions(preconditions, previous, "write");

  const now = new Date().toISOString();
  const object: ObjectRecord = {
    ...fresh.hash,
    bucket: fresh.bucket,
    name: fresh.name,
    generation: store.nextGeneration(),
    metageneration: 1,
    timeCreated: now,
    updated: now,
    bodyId: fresh.bodyId,
    settings: fresh.settings,
  };
  recordEvent(context, bucket, object, "OBJECT_FINALIZE", {
    ...(previous && { overwroteGeneration: previous.generation }),
  });
  if (previous) {
    recordEvent(context, bucket, previous, "OBJECT_DELETE", { overwrittenByGeneration: object.generation });
  }
  store.objects.set(keyOf(object), object);
  if (previous) removeBody(store, previous);
  return object;
}

export function patchObject(
  context: Context,
  object: ObjectRecord,
  settings: Settings,
  preconditions: Preconditions,
): ObjectRecord {
  const bucket = getBucket(context.store, object.bucket);
  checkPreconditions(preconditions, object, "write");
  const patched: ObjectRecord = {
    ...object,
    metageneration: object.metageneration + 1,
    updated: new Date().toISOString(),
    settings: mergePatch(object.settings, settings),
  };
  recordEvent(context, bucket, patched, "OBJECT_METADATA_UPDATE", {});
  context.store.objects.set(keyOf(patched), patched);
  return patched;
}

export function deleteObject(context: Context, object: ObjectRecord, preconditions: Preconditions): void {
  const bucket = getBucket(context.store, object.bucket);
  checkPreconditions(preconditions, object, "write");
  recordEvent(context, bucket, object, "OBJECT_DELETE", {});
  context.store.objects.delete(keyOf(object));
  removeBody(context.store, object);
}

function keyOf({ bucket, name }: { bucket: string; name: string }): string {
  return `${bucket}/${name}`;
}

/** In the background: a body that cannot be removed now (still being read, on Windows) is swept at the next start. */
function removeBody(store: Store, { bodyId }: ObjectRecord): void {
  store.bodies.remove(bodyId).catch(() => {});
}

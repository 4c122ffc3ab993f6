import { join } from "node:path";
import { openBodies } from "./disk/bodies.ts";
import type { Bodies } from "./disk/bodies.ts";
import type { FileHash } from "./disk/hash-file.ts";
import { createTurns } from "./disk/turns.ts";
import { openRecords } from "./disk/records.ts";
import type { Records } from "./disk/records.ts";
import type { Preconditions } from "./objects/preconditions.ts";

export type Settings = Record<string, unknown>;

/** As the JSON API spells it. */
export type NotificationConfig = {
  id: string;
  /** `//pubsub.googleapis.com/projects/p/topics/t` */
  topic: string;
  payload_format: "JSON_API_V1" | "NONE";
  event_types?: string[];
  object_name_prefix?: string;
  custom_attributes?: Record<string, string>;
};

export type BucketRecord = {
  name: string;
  projectId: string;
  metageneration: number;
  timeCreated: string;
  updated: string;
  /** The writable fields of the bucket resource: cors, lifecycle, labels … */
  settings: Settings;
  notifications: NotificationConfig[];
  lastNotificationId: number;
};

export type ObjectRecord = FileHash & {
  bucket: string;
  name: string;
  /** Microseconds since 1970, ever growing. */
  generation: string;
  metageneration: number;
  timeCreated: string;
  updated: string;
  bodyId: string;
  /** The writable fields of the object resource: contentType, metadata, cacheControl … */
  settings: Settings;
};

/** A resumable upload under way; its bytes so far are the body with the same id. */
export type UploadSession = {
  id: string;
  startedAt: string;
  bucket: string;
  name: string;
  settings: Settings;
  preconditions: Preconditions;
  declaredSize?: number | undefined;
  /** Of the page that may upload; the JSON API takes it from whoever begins the session. */
  origin?: string | undefined;
  /** Smallest and largest size allowed (`x-goog-content-length-range`). */
  sizeRange?: [number, number] | undefined;
  expectedHash: Partial<FileHash>;
  completed?: ObjectRecord;
};

/** A Pub/Sub message that is not published yet. */
export type PendingMessage = {
  id: string;
  /** `projects/p/topics/t` */
  topic: string;
  attributes: Record<string, string>;
  data: string;
};

export type Store = {
  buckets: Records<BucketRecord>;
  /** Keyed by `bucket/name`: a bucket's name holds no slash. */
  objects: Records<ObjectRecord>;
  uploads: Records<UploadSession>;
  pending: Records<PendingMessage>;
  bodies: Bodies;
  /** A number greater than every one before, also across restarts. */
  nextGeneration(): string;
  /** Runs tasks of the same key one after another. */
  inTurn<T>(key: string, task: () => Promise<T>): Promise<T>;
};

const uploadLifetimeMs = 7 * 24 * 3600 * 1000;

export async function openStore(folder: string): Promise<Store> {
  const objects = openRecords<ObjectRecord>(join(folder, "objects"));
  const uploads = openRecords<UploadSession>(join(folder, "uploads"));
  const bodies = openBodies(join(folder, "bodies"));

  for (const { id, startedAt } of uploads.values()) {
    if (Date.parse(startedAt) < Date.now() - uploadLifetimeMs) uploads.delete(id);
  }
  await bodies.sweep(
    new Set([...objects.values().map(({ bodyId }) => bodyId), ...uploads.values().map(({ id }) => id)]),
  );

  let last = 0;
  return {
    buckets: openRecords(join(folder, "buckets")),
    objects,
    uploads,
    pending: openRecords(join(folder, "pending")),
    bodies,
    inTurn: createTurns(),
    nextGeneration() {
      last = Math.max(last + 1, Date.now() * 1000);
      return String(last);
    },
  };
}

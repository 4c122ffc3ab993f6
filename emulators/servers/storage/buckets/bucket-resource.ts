import type { BucketRecord, Settings } from "../store.ts";

const writable = new Set([
  "autoclass",
  "cors",
  "defaultEventBasedHold",
  "encryption",
  "iamConfiguration",
  "labels",
  "lifecycle",
  "location",
  "logging",
  "retentionPolicy",
  "softDeletePolicy",
  "storageClass",
  "versioning",
  "website",
]);

/** The fields of a bucket resource that a caller may set; they are stored, but only `cors` has an effect here. */
export function pickBucketSettings(body: Settings): Settings {
  return Object.fromEntries(Object.entries(body).filter(([name]) => writable.has(name)));
}

/** The JSON API's representation of a bucket. */
export function bucketResource(bucket: BucketRecord, serverUrl: string): Record<string, unknown> {
  return {
    kind: "storage#bucket",
    id: bucket.name,
    selfLink: `${serverUrl}/storage/v1/b/${bucket.name}`,
    name: bucket.name,
    projectNumber: "0",
    metageneration: String(bucket.metageneration),
    timeCreated: bucket.timeCreated,
    updated: bucket.updated,
    etag: Buffer.from(String(bucket.metageneration)).toString("base64"),
    location: "US",
    locationType: "multi-region",
    storageClass: "STANDARD",
    ...bucket.settings,
  };
}

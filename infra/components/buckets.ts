import * as gcp from "@pulumi/gcp";
import type { VariableName } from "../../shared/contracts/variables.ts";
import { bucketName, type Context } from "../context.ts";

type Purpose = "documents" | "media" | "reports" | "erasures";

/** A bucket that functions know by a variable of theirs: `MEDIA_BUCKET` is the bucket for media. */
export type Buckets = Record<Purpose, gcp.storage.Bucket>;

const day = 24 * 3600;
const retention: Record<Purpose, { coldAfterDays?: number; deletedAfterDays?: number; uploads: boolean }> = {
  documents: { uploads: true },
  media: { coldAfterDays: 90, uploads: true },
  reports: { deletedAfterDays: 400, uploads: false },
  erasures: { uploads: false },
};

/** Private to the letter: no object has permissions of its own, and none can be made public. */
export function createBuckets(context: Context): Buckets {
  return {
    documents: createBucket(context, "documents"),
    media: createBucket(context, "media"),
    reports: createBucket(context, "reports"),
    erasures: createBucket(context, "erasures"),
  };
}

function createBucket(context: Context, purpose: Purpose): gcp.storage.Bucket {
  const { project, region, settings, labels, services } = context;
  const { coldAfterDays, deletedAfterDays, uploads } = retention[purpose];
  return new gcp.storage.Bucket(
    purpose,
    {
      project,
      location: region,
      name: bucketName(context, purpose),
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: !settings.isProtected,
      // Undoes a mistaken deletion for a week; what a tenant's erasure removes is gone after that.
      softDeletePolicy: { retentionDurationSeconds: 7 * day },
      lifecycleRules: [
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 1 } },
        ...(coldAfterDays === undefined
          ? []
          : [
              {
                action: { type: "SetStorageClass", storageClass: "NEARLINE" },
                condition: { age: coldAfterDays },
              },
            ]),
        ...(deletedAfterDays === undefined
          ? []
          : [{ action: { type: "Delete" }, condition: { age: deletedAfterDays } }]),
      ],
      ...(uploads
        ? {
            cors: [
              {
                origins: settings.consoleOrigins,
                methods: ["GET", "PUT", "POST"],
                responseHeaders: [
                  "Content-Type",
                  "x-goog-content-length-range",
                  "x-goog-hash",
                  "x-goog-resumable",
                ],
                maxAgeSeconds: 3600,
              },
            ],
          }
        : {}),
      labels,
    },
    { protect: settings.isProtected, dependsOn: services },
  );
}

/** The bucket that a variable such as `DOCUMENTS_BUCKET` names; undefined for other variables. Throws where there is none. */
export function bucketOf(buckets: Buckets, variable: VariableName): gcp.storage.Bucket | undefined {
  const purpose = /^(\w+)_BUCKET$/.exec(variable)?.[1]?.toLowerCase();
  if (purpose === undefined) return undefined;
  if (!Object.hasOwn(buckets, purpose)) {
    throw new Error(`No bucket for ${variable}: declare "${purpose}" in infra/components/buckets.ts`);
  }
  return buckets[purpose as Purpose];
}

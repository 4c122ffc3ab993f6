import { randomUUID } from "node:crypto";
import type { JsonObject } from "../http/json-object.ts";

/** The resource with what the service adds: its kind, when it was made and changed, and a tag of its version. */
export function stamp(kind: string, resource: JsonObject): JsonObject {
  const now = String(Date.now());
  return {
    kind: `bigquery#${kind}`,
    creationTime: now,
    ...resource,
    etag: randomUUID(),
    lastModifiedTime: now,
  };
}

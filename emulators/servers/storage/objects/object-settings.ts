import type { Settings } from "../store.ts";

const writable = new Set([
  "cacheControl",
  "contentDisposition",
  "contentEncoding",
  "contentLanguage",
  "contentType",
  "contexts",
  "customTime",
  "eventBasedHold",
  "metadata",
  "retention",
  "storageClass",
  "temporaryHold",
]);

/** The fields of an object resource that a caller may set; all others are ignored, as the real service does. */
export function pickObjectSettings(body: Settings): Settings {
  return Object.fromEntries(
    Object.entries(body).filter(([name, value]) => writable.has(name) && value !== undefined),
  );
}

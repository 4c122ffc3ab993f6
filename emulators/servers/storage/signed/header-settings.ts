import type { IncomingHttpHeaders } from "node:http";
import type { Preconditions } from "../objects/preconditions.ts";
import { readPreconditions } from "../objects/preconditions.ts";
import type { Settings } from "../store.ts";

const fields: Record<string, string> = {
  "cache-control": "cacheControl",
  "content-disposition": "contentDisposition",
  "content-encoding": "contentEncoding",
  "content-language": "contentLanguage",
  "content-type": "contentType",
  "x-goog-custom-time": "customTime",
  "x-goog-storage-class": "storageClass",
};

const metadataPrefix = "x-goog-meta-";

/** An object's settings as the XML API takes them: from headers, custom metadata under `x-goog-meta-`. */
export function readHeaderSettings(headers: IncomingHttpHeaders): Settings {
  const settings: Settings = {};
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const field = fields[name];
    const text = Buffer.from(String(value), "latin1").toString();
    if (field !== undefined) settings[field] = text;
    else if (name.startsWith(metadataPrefix)) metadata[name.slice(metadataPrefix.length)] = text;
  }
  return Object.keys(metadata).length > 0 ? { ...settings, metadata } : settings;
}

/** `x-goog-if-generation-match` and `x-goog-if-metageneration-match`. */
export function readHeaderPreconditions(headers: IncomingHttpHeaders): Preconditions {
  const query = new URLSearchParams();
  for (const name of ["Generation", "Metageneration"]) {
    const value = headers[`x-goog-if-${name.toLowerCase()}-match`];
    if (value !== undefined) query.set(`if${name}Match`, String(value));
  }
  return readPreconditions(query);
}

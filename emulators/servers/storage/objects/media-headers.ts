import { validateHeaderValue } from "node:http";
import type { ObjectRecord } from "../store.ts";
import { objectEtag } from "./object-resource.ts";

/** The response headers of an object's bytes. A signed URL may override type and disposition. */
export function mediaHeaders(object: ObjectRecord, query: URLSearchParams): Record<string, string> {
  const { settings } = object;
  const custom = Object.entries((settings["metadata"] ?? {}) as Record<string, unknown>).map(
    ([name, value]): [string, unknown] => [`x-goog-meta-${name.toLowerCase()}`, value],
  );
  const headers: [string, unknown][] = [
    ["content-type", query.get("response-content-type") ?? settings["contentType"]],
    ["content-disposition", query.get("response-content-disposition") ?? settings["contentDisposition"]],
    ["content-encoding", settings["contentEncoding"]],
    ["content-language", settings["contentLanguage"]],
    ["cache-control", settings["cacheControl"]],
    ["etag", `"${objectEtag(object)}"`],
    ["last-modified", new Date(object.timeCreated).toUTCString()],
    ["x-goog-generation", object.generation],
    ["x-goog-metageneration", object.metageneration],
    ["x-goog-stored-content-encoding", settings["contentEncoding"] ?? "identity"],
    ["x-goog-stored-content-length", object.size],
    ["x-goog-storage-class", settings["storageClass"] ?? "STANDARD"],
    ["x-goog-hash", `crc32c=${object.crc32c},md5=${object.md5Hash}`],
    ...custom,
  ];
  return Object.fromEntries(headers.flatMap(([name, value]) => toHeader(name, value)));
}

/** Text beyond ASCII goes out as UTF-8 bytes; what no header can hold is left out. */
function toHeader(name: string, value: unknown): [string, string][] {
  if (typeof value !== "string" && typeof value !== "number") return [];
  const text = Buffer.from(String(value)).toString("latin1");
  try {
    validateHeaderValue(name, text);
  } catch {
    return [];
  }
  return /^[a-z0-9-_.]+$/.test(name) ? [[name, text]] : [];
}

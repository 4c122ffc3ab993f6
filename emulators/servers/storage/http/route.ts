import { badRequest } from "./http-error.ts";

export type ObjectPath = { bucket: string; object: string };

export type Route =
  | { kind: "buckets" }
  | { kind: "bucket"; bucket: string }
  | { kind: "objects"; bucket: string }
  | ({ kind: "object" } & ObjectPath)
  | { kind: "rewrite" | "copy"; from: ObjectPath; to: ObjectPath }
  | { kind: "notifications"; bucket: string }
  | { kind: "notification"; bucket: string; id: string }
  | { kind: "upload"; bucket: string }
  | ({ kind: "xml" } & ObjectPath)
  | { kind: "unknown" };

/**
 * Reads a raw request path, before any decoding, so that an encoded slash stays inside its object's name.
 *
 * JSON API paths come with `/storage/v1` or, from a client pointed here by STORAGE_EMULATOR_HOST, without it. All else is
 * the XML API's `/bucket/object`, which signed URLs use; no bucket can be called `b`, since names have three letters or more.
 */
export function parseRoute(path: string, isSigned: boolean): Route {
  if (!isSigned) {
    const json = /^\/((?:upload|download)\/)?(?:storage\/v1\/)?b(\/.*)?$/.exec(path);
    if (json) return parseJsonRoute(json[2] ?? "", json[1] === "upload/");
  }
  const xml = /^\/([^/]+)\/(.+)$/.exec(path);
  return xml ? { kind: "xml", bucket: decode(xml[1]), object: decode(xml[2]) } : { kind: "unknown" };
}

function parseJsonRoute(path: string, isUpload: boolean): Route {
  const segments = path
    .split("/")
    .slice(1)
    .filter((segment, i, all) => segment !== "" || i < all.length - 1);
  const [bucket = "", collection, item, action, , toBucket, , toObject] = segments.map(decode);
  if (isUpload)
    return collection === "o" && segments.length === 2 ? { kind: "upload", bucket } : { kind: "unknown" };
  if (segments.length === 0) return { kind: "buckets" };
  if (segments.length === 1) return { kind: "bucket", bucket };
  if (collection === "notificationConfigs") {
    if (segments.length === 2) return { kind: "notifications", bucket };
    return segments.length === 3 && item !== undefined
      ? { kind: "notification", bucket, id: item }
      : { kind: "unknown" };
  }
  if (collection !== "o") return { kind: "unknown" };
  if (item === undefined) return { kind: "objects", bucket };
  if (action === undefined) return { kind: "object", bucket, object: item };
  if (toBucket === undefined || toObject === undefined || segments.length !== 8) return { kind: "unknown" };
  if (action !== "rewriteTo" && action !== "copyTo") return { kind: "unknown" };
  return {
    kind: action === "rewriteTo" ? "rewrite" : "copy",
    from: { bucket, object: item },
    to: { bucket: toBucket, object: toObject },
  };
}

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    throw badRequest("The path is not percent-encoded UTF-8.");
  }
}

import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Exchange } from "../http/exchange.ts";
import { HttpError } from "../http/http-error.ts";
import type { ObjectRecord, Store } from "../store.ts";
import { parseByteRange } from "./byte-range.ts";
import { mediaHeaders } from "./media-headers.ts";

/**
 * Streams an object's bytes, or the range asked for. An object stored with gzip encoding goes out as it is to a client
 * that accepts gzip, and is unpacked for one that does not, as the real service's transcoding does.
 */
export async function download(
  { req, res, query, store }: Exchange,
  find: () => ObjectRecord,
): Promise<void> {
  const { object, file } = await openBody(store, find);
  try {
    const headers = mediaHeaders(object, query);
    const acceptsGzip = /\bgzip\b/.test(req.headers["accept-encoding"] ?? "");
    if (object.settings["contentEncoding"] === "gzip" && !acceptsGzip) {
      delete headers["content-encoding"];
      res.writeHead(200, headers);
      if (req.method === "HEAD") res.end();
      else await pipeline(file.createReadStream({ autoClose: false }), createGunzip(), res);
      return;
    }

    const range = parseByteRange(req.headers.range, object.size);
    if (range === "unsatisfiable") {
      res.setHeader("content-range", `bytes */${object.size}`);
      throw new HttpError(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    const length = range ? range.end - range.start + 1 : object.size;
    res.writeHead(range ? 206 : 200, {
      ...headers,
      "content-length": length,
      "accept-ranges": "bytes",
      ...(range && { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
    });
    if (req.method === "HEAD" || length === 0) res.end();
    else await pipeline(file.createReadStream({ ...range, autoClose: false }), res);
  } finally {
    await file.close();
  }
}

/** The object may be overwritten between look-up and open: its old bytes are gone then, so look again. */
async function openBody(
  store: Store,
  find: () => ObjectRecord,
): Promise<{ object: ObjectRecord; file: FileHandle }> {
  const object = find();
  try {
    return { object, file: await store.bodies.open(object.bodyId) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || find().bodyId === object.bodyId) throw error;
    return openBody(store, find);
  }
}

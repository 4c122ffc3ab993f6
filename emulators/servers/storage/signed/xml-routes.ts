import { HttpError, notImplemented } from "../http/http-error.ts";
import { sendEmpty } from "../http/exchange.ts";
import type { Exchange } from "../http/exchange.ts";
import type { ObjectPath } from "../http/route.ts";
import { download } from "../objects/download.ts";
import { mediaHeaders } from "../objects/media-headers.ts";
import { checkObjectName } from "../objects/object-name.ts";
import { deleteObject, findObject, getBucket, getObject } from "../objects/objects.ts";
import { checkPreconditions } from "../objects/preconditions.ts";
import type { ObjectRecord } from "../store.ts";
import { readExpectedHash } from "../uploads/expected-hash.ts";
import { uploadAtOnce } from "../uploads/finish-upload.ts";
import type { Upload } from "../uploads/finish-upload.ts";
import { cancelSession, continueUpload, getSession, startSession } from "../uploads/resumable.ts";
import { readSizeRange } from "../uploads/size-range.ts";
import { checkSignedUrl } from "./check-signed-url.ts";
import { readHeaderPreconditions, readHeaderSettings } from "./header-settings.ts";

/** Serves `/{bucket}/{object}` of the XML API: signed URLs, and the resumable sessions that they start. */
export async function serveXml(exchange: Exchange, path: ObjectPath): Promise<void> {
  const { req, res, query, store, signers } = exchange;
  const uploadId = query.get("upload_id");
  if (uploadId !== null) return serveSession(exchange, path, uploadId);

  const [rawPath = ""] = (req.url ?? "").split("?", 1);
  const { method = "", headers } = req;
  checkSignedUrl({ method, path: rawPath, query, headers }, signers, Date.now());
  const find = () => getObject(store, path.bucket, path.object, query.get("generation"));
  switch (method) {
    case "GET":
    case "HEAD":
      return download(exchange, find);
    case "DELETE":
      deleteObject(exchange, find(), readHeaderPreconditions(req.headers));
      return sendEmpty(res, 204);
    case "PUT":
      return sendStored(exchange, await uploadAtOnce(exchange, req, describe(exchange, path)));
    case "POST":
      return startUpload(exchange, path);
    default:
      throw new HttpError(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
      );
  }
}

function startUpload(exchange: Exchange, path: ObjectPath): void {
  const { req, res, store, origin } = exchange;
  if (req.headers["x-goog-resumable"] !== "start") throw notImplemented("form uploads");
  const id = startSession(store, describe(exchange, path));
  const name = path.object.split("/").map(encodeURIComponent).join("/");
  sendEmpty(res, 201, { location: `${origin}/${encodeURIComponent(path.bucket)}/${name}?upload_id=${id}` });
}

/** An upload's id is as good as a signature: whoever has it may go on with that one upload, and nothing else. */
async function serveSession(exchange: Exchange, path: ObjectPath, uploadId: string): Promise<void> {
  await exchange.store.inTurn(uploadId, async () => {
    const session = getSession(exchange.store, uploadId);
    if (session.bucket !== path.bucket || session.name !== path.object) {
      throw new HttpError(404, "NoSuchUpload", "The requested upload was not found.");
    }
    if (exchange.req.method === "DELETE") return cancelSession(exchange, session);
    const object = await continueUpload(exchange, session);
    if (object) sendStored(exchange, object);
  });
}

function describe({ req, store }: Exchange, { bucket, object: name }: ObjectPath): Upload {
  getBucket(store, bucket);
  checkObjectName(name);
  const preconditions = readHeaderPreconditions(req.headers);
  checkPreconditions(preconditions, findObject(store, bucket, name), "write");
  return {
    bucket,
    name,
    preconditions,
    settings: readHeaderSettings(req.headers),
    expectedHash: readExpectedHash(req.headers),
    sizeRange: readSizeRange(req.headers["x-goog-content-length-range"]),
  };
}

function sendStored({ res, query }: Exchange, object: ObjectRecord): void {
  const headers = Object.entries(mediaHeaders(object, query)).filter(([name]) =>
    /^(etag|x-goog-)/.test(name),
  );
  sendEmpty(res, 200, Object.fromEntries(headers));
}

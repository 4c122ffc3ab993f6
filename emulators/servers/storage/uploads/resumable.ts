import { randomBytes } from "node:crypto";
import { HttpError, badRequest } from "../http/http-error.ts";
import { sendEmpty } from "../http/exchange.ts";
import type { Exchange } from "../http/exchange.ts";
import { findObject } from "../objects/objects.ts";
import type { ObjectRecord, Store, UploadSession } from "../store.ts";
import { parseContentRange } from "./content-range.ts";
import type { ContentRange } from "./content-range.ts";
import { readExpectedHash } from "./expected-hash.ts";
import { finishUpload } from "./finish-upload.ts";
import type { Upload } from "./finish-upload.ts";

/** Chunks but the last must have at least this many bytes. */
const smallestChunk = 256 * 1024;

export function startSession(
  store: Store,
  upload: Upload,
  told: Pick<UploadSession, "declaredSize" | "origin"> = {},
): string {
  const id = randomBytes(32).toString("base64url");
  store.uploads.set(id, { ...upload, ...told, id, startedAt: new Date().toISOString() });
  return id;
}

export function getSession(store: Store, id: string): UploadSession {
  const session = store.uploads.get(id);
  if (!session) throw new HttpError(404, "notFound", "No such upload.");
  return session;
}

export async function cancelSession({ res, store }: Exchange, session: UploadSession): Promise<void> {
  if (!completedObject(store, session)) await store.bodies.remove(session.id);
  store.uploads.delete(session.id);
  res.writeHead(499, "Client Closed Request", { "content-length": 0 });
  res.end();
}

/**
 * Takes a chunk, the whole, or a status query (https://cloud.google.com/storage/docs/performing-resumable-uploads). Gives
 * the object when the upload is complete; otherwise it has answered 308 with the range of bytes held. What arrives before
 * a connection breaks is kept, and bytes sent again are skipped.
 */
export async function continueUpload(
  exchange: Exchange,
  session: UploadSession,
): Promise<ObjectRecord | undefined> {
  const { req, res, store } = exchange;
  const done = completedObject(store, session);
  if (done) return done;

  const range = parseContentRange(req.headers["content-range"]);
  const before = await store.bodies.size(session.id);
  const total = (range.kind === "whole" ? undefined : range.total) ?? session.declaredSize;
  refuseBadChunk(range, before, total);
  const start = range.kind === "chunk" ? range.start : 0;
  await store.bodies.append(session.id, skip(req, range.kind === "query" ? Infinity : before - start));
  const held = await store.bodies.size(session.id);
  if (total !== undefined && held > total)
    throw badRequest("More bytes were sent than the upload was to have.");

  if (!isComplete(range, held, total)) {
    sendEmpty(res, 308, held > 0 ? { range: `bytes=0-${held - 1}` } : {});
    return undefined;
  }
  try {
    const object = await finishUpload(exchange, session.id, {
      ...session,
      expectedHash: { ...session.expectedHash, ...readExpectedHash(req.headers) },
    });
    store.uploads.set(session.id, { ...session, completed: object });
    return object;
  } catch (error) {
    store.uploads.delete(session.id);
    throw error;
  }
}

/** After a crash the object may be there although the session does not say so yet; its body's id tells. */
function completedObject(store: Store, session: UploadSession): ObjectRecord | undefined {
  const object = findObject(store, session.bucket, session.name);
  return session.completed ?? (object?.bodyId === session.id ? object : undefined);
}

function refuseBadChunk(range: ContentRange, held: number, total: number | undefined): void {
  if (range.kind !== "chunk") return;
  // As a server error, so that the client asks how far we are and goes on from there.
  if (range.start > held)
    throw new HttpError(503, "backendError", `Only ${held} bytes have been received so far.`);
  if (range.end === undefined || range.end + 1 === total) return;
  const length = range.end - range.start + 1;
  if (length < smallestChunk) {
    throw badRequest(
      `Invalid request. The number of bytes uploaded is required to be equal or greater than ${smallestChunk}, ` +
        `except for the final request. The received request contained ${length} bytes.`,
    );
  }
}

function isComplete(range: ContentRange, held: number, total: number | undefined): boolean {
  if (total !== undefined) return held === total;
  return range.kind === "whole" || (range.kind === "chunk" && range.end === undefined);
}

async function* skip(source: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of source) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

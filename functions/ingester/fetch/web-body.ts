import type { IncomingMessage } from "node:http";
import { pipeline, type Readable, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

const decoders: Record<string, () => Transform> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** What we ask for, and understand. */
export const acceptedEncodings = "gzip, deflate, br";

type Body = { kind: "read"; bytes: Buffer } | { kind: "too-large" } | { kind: "unknown-encoding" };

/**
 * Reads a body, unpacked. It is given up as soon as it is longer than `maxBytes`, packed or unpacked, so that neither an
 * endless one nor one that unpacks to gigabytes takes more memory. Rejects when the connection breaks or the packing does.
 */
export async function readWebBody(body: IncomingMessage, maxBytes: number): Promise<Body> {
  const encoding = body.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined;
  if (decoder === undefined && encoding !== "identity") {
    body.destroy();
    return { kind: "unknown-encoding" };
  }
  if (Number(body.headers["content-length"] ?? 0) > maxBytes) {
    body.destroy();
    return { kind: "too-large" };
  }
  const bytes = await collect(decoder === undefined ? body : through(body, decoder()), maxBytes);
  // Both ways, for a decoder that is left behind does not end what it reads from.
  body.destroy();
  return bytes === undefined ? { kind: "too-large" } : { kind: "read", bytes };
}

/** Undefined when there is more. */
async function collect(stream: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function through(body: IncomingMessage, decoder: Transform): Transform {
  // What breaks is seen by whoever reads the decoder.
  return pipeline(body, decoder, () => undefined);
}

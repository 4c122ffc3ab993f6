import { badRequest } from "../http/http-error.ts";

export type MultipartUpload = {
  metadata: string;
  contentType: string | undefined;
  body: AsyncGenerator<Buffer>;
};

const maxHeadBytes = 1024 * 1024;

/**
 * Splits a `multipart/related` upload (RFC 2387): JSON metadata first, then the bytes, which stream through `body` and
 * must be read to their end. Throws a 400 when a part is missing or the closing boundary never comes.
 */
export async function splitMultipart(
  source: AsyncIterable<Buffer>,
  boundary: string,
): Promise<MultipartUpload> {
  const chunks = source[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);

  async function pull(): Promise<void> {
    const next = await chunks.next();
    if (next.done) throw badRequest("The multipart body ends before its closing boundary.");
    held = Buffer.concat([held, next.value]);
  }

  async function takeUntil(delimiter: string): Promise<string> {
    let at: number;
    while ((at = held.indexOf(delimiter)) === -1) {
      if (held.length > maxHeadBytes) throw badRequest("The multipart metadata is too large.");
      await pull();
    }
    const taken = held.subarray(0, at).toString();
    held = held.subarray(at + Buffer.byteLength(delimiter));
    return taken;
  }

  async function* takeBody(): AsyncGenerator<Buffer> {
    const delimiter = `\r\n--${boundary}`;
    let at: number;
    while ((at = held.indexOf(delimiter)) === -1) {
      // The delimiter may have begun in the last bytes, so those wait for the next chunk.
      const safe = Math.max(0, held.length - delimiter.length + 1);
      if (safe > 0) yield held.subarray(0, safe);
      held = held.subarray(safe);
      await pull();
    }
    if (at > 0) yield held.subarray(0, at);
    while (!(await chunks.next()).done);
  }

  await takeUntil(`--${boundary}\r\n`);
  await takeUntil("\r\n\r\n");
  const metadata = await takeUntil(`\r\n--${boundary}\r\n`);
  const headers = await takeUntil("\r\n\r\n");
  const contentType = /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1];
  return { metadata, contentType, body: takeBody() };
}

/** The boundary parameter of a `multipart/related` content type. */
export function boundaryOf(contentType: string | undefined): string {
  const match = /^multipart\/related\b.*;\s*boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(
    contentType ?? "",
  );
  const boundary = match?.[1] ?? match?.[2] ?? match?.[3];
  if (boundary === undefined)
    throw badRequest("A multipart upload needs Content-Type: multipart/related; boundary=…");
  return boundary;
}

import type { Context } from "../context.ts";
import { storeMedia } from "../graph/store-media.ts";
import { readBody } from "../http/read-body.ts";
import { jsonReply, problemReply, type Reply } from "../http/reply.ts";
import type { RouteRequest } from "../http/route.ts";

const maxBytes = 100 * 1024 * 1024;

/** `POST /__phone/media?to=&filename=`: the body is the file, its type the content type → `{id}`. */
export async function uploadFile({ state }: Context, { request, query }: RouteRequest): Promise<Reply> {
  const phoneNumberId = query.get("to") ?? [...state.numbers.keys()][0] ?? "";
  if (state.numbers.get(phoneNumberId) === undefined) {
    request.resume();
    return problemReply(404, "No such business number");
  }
  const bytes = await readBody(request, maxBytes);
  if (bytes === undefined) return problemReply(413, "WhatsApp takes files of up to 100 MB");
  const mimeType = request.headers["content-type"] ?? "application/octet-stream";
  const filename = query.get("filename") ?? undefined;
  const { id } = await storeMedia(state, { phoneNumberId, mimeType, filename, from: "customer" }, bytes);
  return jsonReply({ id });
}

/** For the page only; the sandbox keeps a hostile file from running as this site. Players ask for ranges. */
export async function serveFile({ state }: Context, { request, params }: RouteRequest): Promise<Reply> {
  const file = state.media.get(params.id ?? "");
  const bytes = file && (await state.mediaBytes.get(file.id));
  if (file === undefined || bytes === undefined) return problemReply(404, "No such file");
  const headers = {
    "content-type": file.mimeType,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "accept-ranges": "bytes",
  };
  const range = rangeOf(request.headers.range, bytes.length);
  if (range === undefined) return { status: 200, headers, body: bytes };
  const [start, end] = range;
  return {
    status: 206,
    headers: { ...headers, "content-range": `bytes ${start}-${end}/${bytes.length}` },
    body: bytes.subarray(start, end + 1),
  };
}

/** First and last byte of a single satisfiable range; anything else is answered with the whole file. */
function rangeOf(header: string | undefined, size: number): [start: number, end: number] | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start <= end ? [start, end] : undefined;
}

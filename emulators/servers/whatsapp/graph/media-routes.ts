import type { IncomingMessage } from "node:http";
import type { Context } from "../context.ts";
import { readBody } from "../http/read-body.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import type { MediaFile } from "../store/media-file.ts";
import { authorizeNumber, isReply, numbersOfToken } from "./authorize.ts";
import { findMedia } from "./find-media.ts";
import { graphError, invalidParameter, noSuchObject } from "./graph-error.ts";
import { maxUploadBytes, refuseMedia } from "./media-limits.ts";
import { mediaIdOfUrl, mediaUrl } from "./media-url.ts";
import { storeMedia } from "./store-media.ts";

/** `POST /{phone_number_id}/media`, multipart. */
export async function uploadMedia(
  context: Context,
  request: IncomingMessage,
  phoneNumberId: string,
): Promise<Reply> {
  const number = authorizeNumber(context.state, request, phoneNumberId);
  if (isReply(number)) return number;
  const body = await readBody(request, maxUploadBytes);
  if (body === undefined) return invalidParameter("Param file: is too large");
  const form = await readForm(body, request.headers["content-type"]);
  if (form?.get("messaging_product") !== "whatsapp")
    return invalidParameter("Param messaging_product: must be whatsapp");
  const file = form.get("file");
  if (!(file instanceof File)) return invalidParameter("Param file: is required");
  const type = form.get("type");
  const mimeType = file.type || (typeof type === "string" ? type : "");
  const refusal = refuseMedia(mimeType, file.size);
  if (refusal !== undefined) return invalidParameter(refusal);
  const bytes = Buffer.from(await file.arrayBuffer());
  const { id } = await storeMedia(
    context.state,
    { phoneNumberId, mimeType, filename: file.name, from: "business" },
    bytes,
  );
  return jsonReply({ id });
}

/** `GET /{media_id}`: where the bytes are, for a few minutes. */
export function describeMedia(
  context: Context,
  request: IncomingMessage,
  id: string,
  phoneNumberId: string | null,
): Reply {
  const media = mediaOfToken(context, request, id);
  if (isReply(media)) return media;
  if (phoneNumberId !== null && phoneNumberId !== media.phoneNumberId) return noSuchObject(id);
  const { settings } = context;
  return jsonReply({
    messaging_product: "whatsapp",
    url: mediaUrl(context.baseUrl(), settings.appSecret, id, Date.now() + settings.mediaUrlLifetimeMs),
    mime_type: media.mimeType,
    sha256: media.sha256,
    file_size: String(media.size),
    id,
  });
}

/** `GET` of a media address; the token is needed here too. */
export async function downloadMedia(
  context: Context,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Reply> {
  const numbers = numbersOfToken(context.state, request);
  if (!Array.isArray(numbers)) return numbers;
  const id = mediaIdOfUrl(query, context.settings.appSecret, Date.now());
  if (id === undefined) return graphError({ code: 100, message: "URL signature expired", status: 404 });
  const media = mediaOfToken(context, request, id);
  if (isReply(media)) return media;
  const bytes = await context.state.mediaBytes.get(id);
  if (bytes === undefined) return noSuchObject(id);
  return { status: 200, headers: { "content-type": media.mimeType }, body: bytes };
}

export async function deleteMedia(context: Context, request: IncomingMessage, id: string): Promise<Reply> {
  const media = mediaOfToken(context, request, id);
  if (isReply(media)) return media;
  context.state.media.delete(id);
  await context.state.mediaBytes.delete(id);
  return jsonReply({ success: true });
}

function mediaOfToken(context: Context, request: IncomingMessage, id: string): MediaFile | Reply {
  const numbers = numbersOfToken(context.state, request);
  if (!Array.isArray(numbers)) return numbers;
  const media = findMedia(context, id);
  const visible = numbers.some(({ phoneNumberId }) => phoneNumberId === media?.phoneNumberId);
  return media !== undefined && visible ? media : noSuchObject(id);
}

async function readForm(body: Buffer, contentType: string | undefined): Promise<FormData | undefined> {
  try {
    return await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType ?? "" },
    }).formData();
  } catch {
    return undefined;
  }
}

import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { uploadToWhatsApp } from "./local-whatsapp.ts";
import type { Asked } from "./plan-message.ts";

const types: Record<string, string> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".mp4": "video/mp4",
  ".3gp": "video/3gpp",
  ".ogg": "audio/ogg; codecs=opus",
  ".mp3": "audio/mpeg",
  ".m4a": "audio/mp4",
  ".wav": "audio/wav",
  ".pdf": "application/pdf",
  ".txt": "text/plain",
};

/** Puts the file on the server; what kind of message it makes follows from its name. */
export async function uploadFile(path: string, phoneNumberId: string): Promise<NonNullable<Asked["file"]>> {
  const extension = extname(path).toLowerCase();
  const mimeType = types[extension] ?? "application/octet-stream";
  const query = new URLSearchParams({ to: phoneNumberId, filename: basename(path) });
  const bytes = await readFile(path);
  const { id } = (await uploadToWhatsApp(`/__phone/media?${query.toString()}`, bytes, mimeType)) as {
    id: string;
  };
  return { id, kind: kindOf(mimeType), voice: extension === ".ogg" };
}

function kindOf(mimeType: string): NonNullable<Asked["file"]>["kind"] {
  if (mimeType === "image/webp") return "sticker";
  const [kind] = mimeType.split("/");
  return kind === "image" || kind === "video" || kind === "audio" ? kind : "document";
}

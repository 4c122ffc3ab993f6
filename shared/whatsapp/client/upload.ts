import { asObject, asText } from "../../contracts/loose-json.ts";
import { callGraph } from "./call.ts";
import type { CallOutcome } from "./call-outcome.ts";

type MediaUpload = {
  phoneNumberId: string;
  accessToken: string;
  bytes: Uint8Array;
  contentType: string;
  fileName: string;
  signal?: AbortSignal | undefined;
};

type UploadOutcome =
  /** Kept by WhatsApp for 30 days, for messages of this number. */
  { kind: "uploaded"; mediaId: string } | Exclude<CallOutcome, { kind: "answered" }>;

export type UploadCalls = {
  /** Uploads a file that messages can then name by its id. May be repeated: what is left over expires. */
  uploadMedia(upload: MediaUpload): Promise<UploadOutcome>;
};

export function createUploadCalls({ root, timeoutMs }: { root: string; timeoutMs: number }): UploadCalls {
  return {
    async uploadMedia({ phoneNumberId, accessToken, bytes, contentType, fileName, signal }) {
      const form = new FormData();
      form.set("messaging_product", "whatsapp");
      form.set("type", contentType);
      form.set("file", new Blob([new Uint8Array(bytes)], { type: contentType }), fileName);
      const url = `${root}/${encodeURIComponent(phoneNumberId)}/media`;
      const outcome = await callGraph({ method: "POST", url, accessToken, body: form, timeoutMs, signal });
      if (outcome.kind !== "answered") return outcome;
      const mediaId = asText(asObject(outcome.body)?.["id"]);
      if (mediaId === undefined) return { kind: "unknown", reason: "the answer holds no media id" };
      return { kind: "uploaded", mediaId };
    },
  };
}

import * as z from "zod";
import type { Context } from "../context.ts";
import { metaJson } from "../webhook/meta-json.ts";
import { postWebhook } from "../webhook/post-webhook.ts";
import { sign } from "../webhook/sign.ts";

/** The body of `POST /__phone/webhooks`: bodies to post just now, once, whatever they are. */
export const webhooksSchema = z.strictObject({
  /** Values written as JSON in Meta's manner. */
  bodies: z.array(z.unknown()).default([]),
  /** Bytes sent just so. */
  raw: z.string().optional(),
  /** How often each is posted, all at once. */
  copies: z.int().min(1).max(1000).default(1),
  signature: z.enum(["valid", "wrong", "missing"]).default("valid"),
});

/** Posts them, and gives the receiver's HTTP statuses in order (0: no answer). */
export async function sendWebhooks(
  { settings }: Context,
  url: string,
  { bodies, raw, copies, signature }: z.infer<typeof webhooksSchema>,
): Promise<number[]> {
  const texts = [...bodies.map(metaJson), ...(raw === undefined ? [] : [raw])];
  const target = { url, appSecret: settings.appSecret, timeoutMs: settings.webhookTimeoutMs };
  const posts = texts.flatMap((body) =>
    Array.from({ length: copies }, () =>
      postWebhook(body, target, signatureOf(body, signature, settings.appSecret)),
    ),
  );
  return Promise.all(posts);
}

function signatureOf(
  body: string,
  signature: "valid" | "wrong" | "missing",
  appSecret: string,
): string | null {
  if (signature === "missing") return null;
  return sign(signature === "valid" ? body : `${body} `, appSecret);
}

import { sign } from "./sign.ts";

export type WebhookTarget = {
  url: string;
  appSecret: string;
  timeoutMs: number;
  signal?: AbortSignal | undefined;
};

/** Posts the exact bytes with their signature (null: without one). Gives the HTTP status, 0 when there was no answer. */
export async function postWebhook(
  body: string,
  { url, appSecret, timeoutMs, signal }: WebhookTarget,
  signature: string | null = sign(body, appSecret),
): Promise<number> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "facebookexternalua",
        ...(signature === null ? {} : { "x-hub-signature-256": signature }),
      },
      body,
      redirect: "manual",
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

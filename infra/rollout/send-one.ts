import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";

export type Smoke = {
  /** The API's address, an API key of the test tenant, its outlet, and the telephone that has written to it within a day. */
  apiUrl: string;
  apiKey: string;
  outletId: string;
  phone: string;
};

const sent = z.object({ id: z.uuid() });
const message = z.object({ status: z.string(), error: z.object({ detail: z.string().nullish() }).nullish() });
const arrived = ["accepted", "sent", "delivered", "read", "played"];
const lost = ["failed", "canceled", "unconfirmed"];

/** Sends one message by the API and waits until WhatsApp has taken it. Rejects, with the reason, where it does not. */
export async function sendOne({ apiUrl, apiKey, outletId, phone }: Smoke, pauseMs = 1_000): Promise<void> {
  const key = randomUUID();
  const text = `Roll-out of ${new Date().toISOString()}`;
  const { id } = sent.parse(
    await call("/api/v1/messages", {
      method: "POST",
      headers: { "idempotency-key": key },
      body: JSON.stringify({ outletId, to: { phone }, message: { type: "text", text } }),
    }),
  );
  let status = "queued";
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const found = message.parse(await call(`/api/v1/messages/${id}`));
    ({ status } = found);
    if (arrived.includes(status)) return;
    if (lost.includes(status))
      throw new Error(`the message is ${status}: ${found.error?.detail ?? "no reason"}`);
    await setTimeout(pauseMs);
  }
  throw new Error(`the message is still ${status}`);

  async function call(
    path: string,
    { headers: own, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
  ) {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      "content-type": "application/json",
      ...own,
    };
    const response = await fetch(new URL(path, apiUrl), {
      ...init,
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`the API answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
}

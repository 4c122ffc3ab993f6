import { serverPorts } from "../../stack/ports.ts";

const whatsappUrl = `http://127.0.0.1:${serverPorts.whatsapp}`;

/** A call of the local WhatsApp server; ends the command with a plain word where it does not answer or refuses. */
export async function callWhatsApp(path: string, method = "GET", body?: unknown): Promise<unknown> {
  return answerTo(path, {
    method,
    ...(body !== undefined && {
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
}

export async function uploadToWhatsApp(path: string, bytes: Buffer, mimeType: string): Promise<unknown> {
  const headers = { "content-type": mimeType };
  return answerTo(path, { method: "POST", headers, body: new Uint8Array(bytes) });
}

async function answerTo(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(whatsappUrl + path, init).catch(() => undefined);
  if (response === undefined) {
    console.error("The local stack is not running: start it with `npm start` in another terminal.");
    process.exit(1);
  }
  if (!response.ok) {
    console.error(`The local WhatsApp server refused: ${await response.text()}`);
    process.exit(1);
  }
  return response.json();
}

import type { Transporter } from "nodemailer";
import type { Mail } from "./mail-message.ts";

const timeoutMs = 15_000;

/** Sends by SMTP, with the user and password in the address; `smtps:` speaks TLS from the first byte. */
export function sendBySmtp({ url, from }: { url: string; from: string }): Mail {
  let transporter: Promise<Transporter> | undefined;
  return {
    async send({ id, to, subject, text }) {
      transporter ??= connect(url);
      await (
        await transporter
      ).sendMail({ from, to: [...to], subject, text, messageId: `<${id}@whatsapp-crm>` });
    },
    async close() {
      (await transporter)?.close();
    },
  };
}

/** Loaded at the first message: most instances never send one. */
async function connect(url: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  return createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
}

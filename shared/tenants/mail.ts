import type { Mail } from "./mail-message.ts";
import { fileURLToPath } from "node:url";
import { keepInFolder } from "./mail-folder.ts";
import { sendBySmtp } from "./mail-smtp.ts";
import { defineClient } from "../runtime/client.ts";

export type MailOptions = {
  /** `smtp:`, `smtps:`, or `file:` for a folder that keeps the mail. */
  url: string;
  from: string;
};

/** The provider that the address names; connects at the first message. */
export function createMail({ url, from }: MailOptions): Mail {
  const { protocol } = new URL(url);
  switch (protocol) {
    case "smtp:":
    case "smtps:":
      return sendBySmtp({ url, from });
    case "file:":
      return keepInFolder({ folder: fileURLToPath(url), from });
    default:
      throw new TypeError(`mail cannot be sent by ${protocol}`);
  }
}

/** Where mail to tenants' people goes. */
export const mailer = defineClient(["MAIL_URL", "MAIL_FROM"], (config, { onClose }) => {
  const mail = createMail({ url: config.MAIL_URL, from: config.MAIL_FROM });
  onClose(async () => mail.close());
  return mail;
});

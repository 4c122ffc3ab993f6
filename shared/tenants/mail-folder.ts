import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mail } from "./mail-message.ts";

/** Keeps each message as a file that a mail program opens; sent again, it is the same file. */
export function keepInFolder({ folder, from }: { folder: string; from: string }): Mail {
  return {
    async send({ id, to, subject, text }) {
      const headers = [
        `From: ${oneLine(from)}`,
        `To: ${to.map(oneLine).join(", ")}`,
        `Subject: ${oneLine(subject)}`,
        `Message-ID: <${oneLine(id)}@whatsapp-crm>`,
        `Date: ${new Date().toUTCString()}`,
        "Content-Type: text/plain; charset=utf-8",
      ];
      await mkdir(folder, { recursive: true });
      const file = join(folder, `${encodeURIComponent(id)}.eml`);
      // Whole or not at all: a reader never sees half a message.
      await writeFile(`${file}.part`, `${headers.join("\r\n")}\r\n\r\n${text}\r\n`);
      await rename(`${file}.part`, file);
    },
    close: async () => Promise.resolve(),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]+/g, " ");
}

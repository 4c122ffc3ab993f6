import { randomBytes } from "node:crypto";

/** A new message id in Meta's form. */
export function newWamid(phone: string): string {
  const bytes = Buffer.concat([
    Buffer.from([0x1d, 0x18, phone.length]),
    Buffer.from(phone),
    Buffer.from([0x15, 0x02, 0x00]),
    randomBytes(18),
  ]);
  return `wamid.${bytes.toString("base64")}`;
}

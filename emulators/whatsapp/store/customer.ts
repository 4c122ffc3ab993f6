import { createHash } from "node:crypto";

/** A person with a phone. */
export type Customer = {
  /** Digits, no "+". */
  phone: string;
  name: string;
  username?: string | undefined;
  /** The phone number is not shown to businesses: webhooks carry the BSUID only. */
  hidesPhone: boolean;
  /** Reads what arrives by itself; otherwise only an open chat on the phone page reads. */
  autoRead: boolean;
  /** Switched off, a phone gets nothing: statuses stay at `sent`. */
  online: boolean;
};

const countries: [prefix: string, country: string][] = [
  ["1", "US"],
  ["34", "ES"],
  ["44", "GB"],
  ["49", "DE"],
  ["52", "MX"],
  ["54", "AR"],
  ["55", "BR"],
  ["62", "ID"],
  ["65", "SG"],
  ["91", "IN"],
];

/** The customer's business-scoped user id: one per business account here (Meta: one per portfolio). */
export function bsuidOf(phone: string, wabaId: string): string {
  const country = countries.find(([prefix]) => phone.startsWith(prefix))?.[1] ?? "XX";
  const hash = createHash("sha256").update(`${wabaId}:${phone}`).digest();
  return `${country}.${hash.readBigUInt64BE(0)}`;
}

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
  /** Tells nobody what was read. */
  hidesReads?: boolean | undefined;
  /** Switched off, a phone gets nothing: statuses stay at `sent`. */
  online: boolean;
  /** How often Meta gave the person new user ids. */
  userIdChanges?: number | undefined;
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

/**
 * The customer's business-scoped user id: one per business account here (Meta: one per portfolio). Another phone
 * number has another, and so has each change of it.
 */
export function bsuidOf(phone: string, wabaId: string, changes = 0): string {
  const country = countries.find(([prefix]) => phone.startsWith(prefix))?.[1] ?? "XX";
  const hash = createHash("sha256")
    .update(`${wabaId}:${phone}${changes === 0 ? "" : `:${changes}`}`)
    .digest();
  return `${country}.${hash.readBigUInt64BE(0)}`;
}

export function userIdOf({ phone, userIdChanges }: Customer, wabaId: string): string {
  return bsuidOf(phone, wabaId, userIdChanges);
}

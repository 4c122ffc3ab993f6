import type { State } from "../store/state.ts";

/** Where WhatsApp knows numbers in another form than people dial: Meta rewrites them, and answers with its own. */
const rewrites: [dialled: RegExp, known: (phone: string) => string][] = [
  // Brazil: outside of the areas 11 to 28 accounts were made before mobiles got their ninth digit.
  [/^55[3-9]\d9[6-9]\d{7}$/, (phone) => phone.slice(0, 4) + phone.slice(5)],
  [/^55(?:1\d|2[1-8])[6-9]\d{7}$/, (phone) => `${phone.slice(0, 4)}9${phone.slice(4)}`],
  // Mexico: WhatsApp still has the 1 after the country code.
  [/^52[2-9]\d{9}$/, (phone) => `521${phone.slice(2)}`],
];

/** The customer's number as WhatsApp writes it; a customer who is on a phone here already has shown theirs. */
export function waIdOf(state: State, phone: string): string {
  if (state.customers.get(phone) !== undefined) return phone;
  const rewrite = rewrites.find(([dialled]) => dialled.test(phone));
  return rewrite === undefined ? phone : rewrite[1](phone);
}

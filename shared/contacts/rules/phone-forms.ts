/** A country whose numbers WhatsApp writes in two ways: the shorter and the longer, and which of them is today's. */
type Rule = {
  shorter: RegExp;
  longer: RegExp;
  lengthen: (phone: string) => string;
  shorten: (phone: string) => string;
  preferred: "shorter" | "longer";
};

const rules: Rule[] = [
  {
    // Brazil: mobiles got a ninth digit, 9, before what began with 6 to 9. Landlines begin with 2 to 5 and have eight;
    // a mobile that goes on with 2 to 5 after its 9 was never shorter.
    shorter: /^55[1-9]\d[6-9]\d{7}$/,
    longer: /^55[1-9]\d9[6-9]\d{7}$/,
    lengthen: (phone) => `${phone.slice(0, 4)}9${phone.slice(4)}`,
    shorten: (phone) => phone.slice(0, 4) + phone.slice(5),
    preferred: "longer",
  },
  {
    // Argentina: mobiles have a 9 after the country code when they are called from abroad, landlines do not. No
    // landline has the ten digits of a mobile, so that either form means one subscriber.
    shorter: /^54[1-8]\d{9}$/,
    longer: /^549[1-8]\d{9}$/,
    lengthen: (phone) => `549${phone.slice(2)}`,
    shorten: (phone) => `54${phone.slice(3)}`,
    preferred: "longer",
  },
  {
    // Mexico: the 1 after the country code of mobiles was dropped in 2019, and WhatsApp still knows it.
    shorter: /^52[2-9]\d{9}$/,
    longer: /^521[2-9]\d{9}$/,
    lengthen: (phone) => `521${phone.slice(2)}`,
    shorten: (phone) => `52${phone.slice(3)}`,
    preferred: "shorter",
  },
];

/** The phone (digits of E.164 without "+") and the other way in which WhatsApp may write it, today's form first. */
export function phoneForms(phone: string): [phone: string, ...others: string[]] {
  for (const { shorter, longer, lengthen, shorten, preferred } of rules) {
    const isShorter = shorter.test(phone);
    if (!isShorter && !longer.test(phone)) continue;
    const both = isShorter ? [phone, lengthen(phone)] : [shorten(phone), phone];
    const [first, second] = preferred === "shorter" ? both : both.toReversed();
    return [first ?? phone, second ?? phone];
  }
  return [phone];
}

/** The same for every form of one number: to lock and to compare by. It is not a number to send to. */
export function phoneKey(phone: string): string {
  return phoneForms(phone)[0];
}

/**
 * Which of two forms of one number to keep. Both were seen, so that today's can be kept; a number of which only one
 * was ever seen, a landline say, stays as it is.
 */
export function preferredForm(known: string, seen: string): string {
  const [first] = phoneForms(known);
  return first === known || first === seen ? first : known;
}

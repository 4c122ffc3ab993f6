import type { QuotaState } from "./quota-state.ts";

export type CrossingFacts = {
  tenantName: string;
  allowance: string;
  state: QuotaState;
  thresholdPercent: number;
  used: number | null;
  included: number | null;
};

/** What a tenant's admins are told when a quota passes a mark. */
export function crossingMail(facts: CrossingFacts): { subject: string; text: string } {
  const name = facts.allowance.replaceAll("_", " ");
  const use =
    facts.used === null || facts.included === null
      ? ""
      : ` ${facts.used} of the ${facts.included} included in this period have been used.`;
  const [subject, what] = wordsOf(facts, name);
  return {
    subject: `${facts.tenantName}: ${subject}`,
    text: `${what}${use}\n\nThe usage and the deposit of ${facts.tenantName} are shown in the CRM under Billing.`,
  };
}

function wordsOf(
  { state, thresholdPercent, allowance }: CrossingFacts,
  name: string,
): [subject: string, what: string] {
  const isAccount = allowance === "account";
  switch (state) {
    case "warning":
      return [
        `${thresholdPercent} % of the ${name} used`,
        `Your plan's ${name} are ${thresholdPercent} % used up.`,
      ];
    case "overage":
      return [
        `${name} are used up, the deposit pays from now on`,
        `Your plan's ${name} are used up. Further use is paid from your deposit, and goes on as long as that lasts.`,
      ];
    case "exhausted":
      return [
        `${name} are exhausted`,
        `Your plan's ${name} are used up and no deposit is left for more. Customers' messages are still stored and ` +
          "handed to your people; the bot keeps still until you top up the deposit or choose a larger plan.",
      ];
    case "suspended":
      return [
        "the account is suspended",
        "Use beyond your plan has been owed for longer than your plan allows, so the account is suspended. Customers' " +
          "messages are still stored. Top up the deposit to end the suspension at once.",
      ];
    case "ok":
      return isAccount
        ? ["the account is active again", "What was owed is paid: everything works again."]
        : [
            `${name} are available again`,
            `Your plan's ${name} are available again: everything works as usual.`,
          ];
  }
}

import type { QuotaState } from "../../../shared/billing/rules/quota-state.ts";
import type { BillingWords, Words } from "./billing-words.ts";
import { chooseMailLanguage } from "../../../shared/tenants/rules/mail-language.ts";
import { billingWordsIn } from "./billing-words-in.ts";

export type CrossingFacts = {
  tenantName: string;
  /** A BCP 47 tag. */
  language: string | null;
  /** `account` for the tenant as a whole. */
  allowance: string;
  state: QuotaState;
  thresholdPercent: number;
  used: number | null;
  included: number | null;
};

/** What a tenant's admins are told when a quota passes a mark. */
export function crossingMail(facts: CrossingFacts): Words {
  const language = chooseMailLanguage(facts.language);
  const words = billingWordsIn(language);
  const { subject, text } = wordsOf(facts, words);
  const use = describeUse(facts, words, new Intl.NumberFormat(language));
  return {
    subject: `${facts.tenantName}: ${subject}`,
    text: `${text}${use}\n\n${words.shown(facts.tenantName)}`,
  };
}

function describeUse(
  { used, included }: CrossingFacts,
  words: BillingWords,
  count: Intl.NumberFormat,
): string {
  if (used === null || included === null) return "";
  const [usedText, includedText] = [count.format(used), count.format(included)];
  return ` ${included === 0 ? words.usedExtra(usedText) : words.used(usedText, includedText)}`;
}

function wordsOf({ state, thresholdPercent, allowance }: CrossingFacts, words: BillingWords): Words {
  const name = words.allowances[allowance] ?? allowance.replaceAll("_", " ");
  switch (state) {
    case "warning":
      return words.warning(name, thresholdPercent);
    case "overage":
      return words.overage(name);
    case "exhausted":
      return words.exhausted(name);
    case "suspended":
      return words.suspended;
    case "ok":
      return allowance === "account" ? words.active : words.available(name);
  }
}

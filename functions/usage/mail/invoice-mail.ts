import type { InvoiceNoticeKind } from "../../../shared/billing/rules/collection.ts";
import { formatMoney } from "../../../shared/billing/rules/format-money.ts";
import type { BillingWords, InvoiceWords, Words } from "./billing-words.ts";
import { chooseMailLanguage } from "../../../shared/tenants/rules/mail-language.ts";
import { billingWordsIn } from "./billing-words-in.ts";

export type InvoiceFacts = {
  tenantName: string;
  /** A BCP 47 tag. */
  language: string | null;
  timeZone: string;
  kind: InvoiceNoticeKind;
  number: number;
  currency: string;
  totalMinor: number;
  dueMinor: number;
  dueAt: Date;
  /** From then on the account is suspended, where it is reminded of. */
  suspendsAt: Date | null;
};

/** What a tenant's admins are told of an invoice; it says how things stand when it is written. */
export function invoiceMail(facts: InvoiceFacts): Words {
  const language = chooseMailLanguage(facts.language);
  const words = billingWordsIn(language);
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: facts.timeZone });
  const invoice = {
    number: facts.number,
    total: formatMoney(facts.totalMinor, facts.currency, language),
    due: formatMoney(facts.dueMinor, facts.currency, language),
    dueOn: day.format(facts.dueAt),
  };
  const { subject, text } = wordsOf(facts, invoice, words, day.format(facts.suspendsAt ?? facts.dueAt));
  return {
    subject: `${facts.tenantName}: ${subject}`,
    text: `${text}\n\n${words.shown(facts.tenantName)}`,
  };
}

function wordsOf(
  { kind, dueMinor }: InvoiceFacts,
  invoice: InvoiceWords,
  words: BillingWords,
  suspendedOn: string,
): Words {
  switch (kind) {
    case "issued":
      return dueMinor === 0 ? words.invoiceCovered(invoice) : words.invoiceIssued(invoice);
    case "overdue":
      return words.invoiceOverdue(invoice, suspendedOn);
    case "last_reminder":
      return words.invoiceLastReminder(invoice, suspendedOn);
    case "paid":
      return words.invoicePaid(invoice);
  }
}

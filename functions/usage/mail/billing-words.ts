export type Words = { subject: string; text: string };

/** An invoice as its mail names it: amounts and days are written in the mail's language already. */
export type InvoiceWords = { number: number; total: string; due: string; dueOn: string };

/** All that mails about billing say in one language. */
export type BillingWords = {
  /** By the plan's name of it; one that is missing is named by that name. */
  allowances: Readonly<Record<string, string>>;
  warning(allowance: string, percent: number): Words;
  overage(allowance: string): Words;
  exhausted(allowance: string): Words;
  available(allowance: string): Words;
  suspended: Words;
  active: Words;
  used(used: string, included: string): string;
  /** Of what the plan includes none of. */
  usedExtra(used: string): string;
  /** Where all of it is shown. */
  shown(tenantName: string): string;
  invoiceIssued(invoice: InvoiceWords): Words;
  /** Issued, and paid from the deposit at once. */
  invoiceCovered(invoice: InvoiceWords): Words;
  invoiceOverdue(invoice: InvoiceWords, suspendedOn: string): Words;
  invoiceLastReminder(invoice: InvoiceWords, suspendedOn: string): Words;
  invoicePaid(invoice: InvoiceWords): Words;
};

import type { BillingWords } from "./billing-words.ts";

export const en: BillingWords = {
  allowances: {
    messages: "messages",
    tokens: "tokens",
    document_pages: "document pages",
    storage_bytes: "storage",
    template_marketing: "marketing templates",
    template_utility: "utility templates",
    template_authentication: "authentication templates",
  },
  warning: (what, percent) => ({
    subject: `${percent} % of the ${what} used`,
    text: `Your plan's ${what} are ${percent} % used up.`,
  }),
  overage: (what) => ({
    subject: `${what} are used up, the deposit pays from now on`,
    text: `Your plan's ${what} are used up. Further use is paid from your deposit, and goes on as long as that lasts.`,
  }),
  exhausted: (what) => ({
    subject: `${what} are exhausted`,
    text:
      `Your plan's ${what} are used up and no deposit is left for more. Customers' messages are still stored and ` +
      "handed to your people; the bot keeps still until you top up the deposit or choose a larger plan.",
  }),
  available: (what) => ({
    subject: `${what} are available again`,
    text: `Your plan's ${what} are available again: everything works as usual.`,
  }),
  suspended: {
    subject: "the account is suspended",
    text:
      "What you owe has been due for longer than your plan allows, so the account is suspended. Customers' messages are " +
      "still stored and handed to your people. The suspension ends at once when what is due is paid.",
  },
  active: {
    subject: "the account is active again",
    text: "What was due is paid: everything works again.",
  },
  used: (used, included) => `${used} of the ${included} included in this period have been used.`,
  usedExtra: (used) => `The plan includes none; ${used} used in this period.`,
  shown: (tenant) => `The usage, deposit and invoices of ${tenant} are shown in the CRM under Billing.`,
  invoiceIssued: ({ number, total, due, dueOn }) => ({
    subject: `invoice ${number}: ${due} to pay by ${dueOn}`,
    text:
      `Invoice ${number} over ${total} has been issued, and ${due} of it are to be paid by ${dueOn}. A deposit that covers ` +
      "it pays it by itself.",
  }),
  invoiceCovered: ({ number, total }) => ({
    subject: `invoice ${number}: paid`,
    text: `Invoice ${number} over ${total} has been issued and is paid from your deposit. There is nothing for you to do.`,
  }),
  invoiceOverdue: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `invoice ${number} is overdue`,
    text:
      `${due} of invoice ${number} were to be paid by ${dueOn}, and have not come in. If they do not, the account is ` +
      `suspended on ${suspendedOn}: the bot then keeps still. If you have paid in the meantime, thank you.`,
  }),
  invoiceLastReminder: ({ number, due, dueOn }, suspendedOn) => ({
    subject: `last reminder of invoice ${number}`,
    text:
      `${due} of invoice ${number}, due since ${dueOn}, are still not paid. The account is suspended on ${suspendedOn} ` +
      "unless they come in before.",
  }),
  invoicePaid: ({ number, total }) => ({
    subject: `invoice ${number} is paid`,
    text: `Invoice ${number} over ${total} is paid. Thank you.`,
  }),
};

import { describe, expect, test } from "vitest";
import { invoiceNoticeKinds } from "../../../shared/billing/rules/collection.ts";
import { firstPlans } from "../../../shared/db/migrations/0010-billing-plans.ts";
import { crossingMail } from "./crossing-mail.ts";
import { invoiceMail } from "./invoice-mail.ts";
import { chooseMailLanguage } from "../../../shared/tenants/rules/mail-language.ts";
import { billingWordsIn } from "./billing-words-in.ts";

const languages = ["en", "id", "pt", "es"] as const;
const allowances = Object.keys(firstPlans[0]?.terms.allowances ?? {}).toSorted();
const states = ["ok", "warning", "overage", "exhausted", "suspended"] as const;

const crossing = { tenantName: "Kopi Kita", thresholdPercent: 80, used: 12_000, included: 15_000 };
const invoice = {
  tenantName: "Kopi Kita",
  timeZone: "Asia/Jakarta",
  number: 7,
  currency: "USD",
  totalMinor: 123_456,
  dueMinor: 3_000,
  dueAt: new Date("2026-03-01T18:00:00Z"),
  suspendsAt: new Date("2026-03-08T18:00:00Z"),
};

test.each([
  ["id", "id"],
  ["pt-BR", "pt"],
  ["ES-mx", "es"],
  ["fr", "en"],
  ["constructor", "en"],
  [null, "en"],
])("a tenant of %s is written to in %s", (tag, language) => {
  expect(chooseMailLanguage(tag)).toBe(language);
});

describe.each(languages)("in %s", (language) => {
  test("each mail says something of its own, and no placeholder is left", () => {
    const mails = [
      ...states.map((state) => crossingMail({ ...crossing, language, state, allowance: "messages" })),
      ...states
        .filter((state) => state === "ok")
        .map((state) => crossingMail({ ...crossing, language, state, allowance: "account" })),
      ...invoiceNoticeKinds.map((kind) => invoiceMail({ ...invoice, language, kind })),
      invoiceMail({ ...invoice, language, kind: "issued", dueMinor: 0 }),
    ];
    expect(new Set(mails.map(({ subject }) => subject)).size).toBe(mails.length);
    for (const { subject, text } of mails) {
      expect(subject).toMatch(/^Kopi Kita: ./);
      expect(subject).not.toContain("\n");
      expect(text).not.toMatch(/undefined|null|\$\{|NaN|_/);
    }
  });

  test("every allowance that plans have is named", () => {
    expect(Object.keys(billingWordsIn(language).allowances).toSorted()).toEqual(allowances);
  });
});

test("an invoice's mail writes amounts and days as its language does, days in the tenant's time zone", () => {
  const { text } = invoiceMail({ ...invoice, language: "pt-BR", kind: "overdue" });
  expect(text).toContain("USD 30,00");
  expect(text).toContain("2 de março de 2026");
  expect(text).toContain("9 de março de 2026");
  expect(invoiceMail({ ...invoice, language: "id", kind: "issued" }).text).toContain("USD 1.234,56");
});

test("a crossing's mail tells how much of how much is used", () => {
  const facts = { ...crossing, state: "warning", allowance: "messages" } as const;
  expect(crossingMail({ ...facts, language: "en" }).text).toContain("12,000 of the 15,000 included");
  expect(crossingMail({ ...facts, language: "es" }).text).toContain("12.000 de los 15.000 incluidos");
});

test("nobody is told of one of the none included", () => {
  for (const language of ["en", "id", "pt", "es"]) {
    const { text } = crossingMail({
      ...crossing,
      allowance: "template_marketing",
      state: "overage",
      language,
      used: 1,
      included: 0,
    });
    expect(text).toMatch(/ 1\.|; 1 /);
    expect(text).not.toMatch(/\b0\b/);
  }
});

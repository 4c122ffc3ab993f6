import { expect, test } from "vitest";
import { consentPhrases } from "../../shared/contacts/rules/consent-phrases.ts";
import { consentTexts } from "./consent-texts.ts";
import { consentNotice } from "./consent-notice.ts";
import { readConsentWord } from "../../shared/contacts/rules/consent-words.ts";

const out = { action: "opt_out" } as const;

test.each([
  ["id", "pt-BR", /promo.*MULAI/],
  [undefined, "pt-BR", /ofertas.*COMEÇAR/],
  ["sv", "es", /ofertas.*ALTA/],
  ["sv", "fi", /offers.*START/],
  ["tr", "es", /BAŞLA/],
  [undefined, "pt_BR", /ofertas.*COMEÇAR/],
  [undefined, undefined, /offers.*START/],
])("is in the language of the word (%s), else in the tenant's (%s)", (language, tenants, expected) => {
  const word = language === undefined ? out : { ...out, language };
  expect(consentNotice(word, { settings: {}, language: tenants })).toMatch(expected);
});

test("every language with words that stop has words that start, and texts that name one of them", () => {
  for (const [language, { stop, start }] of Object.entries(consentPhrases)) {
    expect(stop.length, language).toBeGreaterThan(0);
    expect(start.length, language).toBeGreaterThan(0);
    if (language === "") continue;
    const texts = consentTexts[language];
    expect(readConsentWord(texts?.startWord ?? "", { language })).toEqual({
      action: "opt_in",
      ...(language === "en" ? {} : { language }),
    });
    expect(consentNotice(out, { settings: {}, language })).toContain(texts?.startWord);
  }
});

test("names the tenant's own word that leads back, or none where there is none", () => {
  expect(consentNotice(out, { settings: { startWords: ["weiter"] } })).toMatch(/weiter/);
  expect(consentNotice(out, { settings: { startWords: [] } })).toBe("You will get no more offers from us.");
});

test("is what the tenant says, where it says something", () => {
  const settings = { optOutText: "Alles klar.", optInText: "Willkommen zurück." };
  expect(consentNotice({ ...out, language: "id" }, { settings })).toBe("Alles klar.");
  expect(consentNotice({ action: "opt_in" }, { settings })).toBe("Willkommen zurück.");
  expect(consentNotice({ action: "opt_in" }, { settings: {} })).toMatch(/again/);
});

test("is no word of consent itself, so that two programs that write to each other come to an end", () => {
  for (const language of Object.keys(consentTexts))
    for (const action of ["opt_in", "opt_out"] as const)
      expect(readConsentWord(consentNotice({ action, language }, { settings: {} }))).toBeUndefined();
});

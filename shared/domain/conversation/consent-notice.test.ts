import { expect, test } from "vitest";
import { consentNotice } from "./consent-notice.ts";
import { readConsentWord } from "./consent-words.ts";

const out = { action: "opt_out" } as const;

test.each([
  ["id", "pt-BR", /promo.*MULAI/],
  [undefined, "pt-BR", /ofertas.*COMEÇAR/],
  ["tr", "es", /ofertas.*ALTA/],
  ["th", "ja", /offers.*START/],
  [undefined, undefined, /offers.*START/],
])("is in the language of the word (%s), else in the tenant's (%s)", (language, tenants, expected) => {
  const word = language === undefined ? out : { ...out, language };
  expect(consentNotice(word, { settings: {}, language: tenants })).toMatch(expected);
});

test("names a word that leads back: one that is understood", () => {
  for (const language of ["en", "id", "pt", "es", "fr", "de"]) {
    const notice = consentNotice(out, { settings: {}, language });
    const word = /\p{Lu}{4,}/u.exec(notice)?.[0] ?? "";
    expect(readConsentWord(word)?.action).toBe("opt_in");
  }
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
  for (const language of ["en", "id", "pt", "es", "fr", "de"])
    for (const action of ["opt_in", "opt_out"] as const)
      expect(readConsentWord(consentNotice({ action, language }, { settings: {} }))).toBeUndefined();
});

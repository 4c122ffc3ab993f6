import { expect, test } from "vitest";
import { readConsentWord } from "./consent-words.ts";

test.each(["STOP", " stop. ", "Berhenti!", "PARAR", "Unsubscribe", "opt-out", "стоп", "停止", "ＳＴＯＰ"])(
  "%s opts out",
  (text) => {
    expect(readConsentWord(text)?.action).toBe("opt_out");
  },
);

test.each(["START", "mulai", "Começar!"])("%s opts in", (text) => {
  expect(readConsentWord(text)?.action).toBe("opt_in");
});

test.each(["", "...", "Where is the bus stop?", "Please stop by at nine", "starter", "👍"])(
  "%j says nothing of it",
  (text) => {
    expect(readConsentWord(text)).toBeUndefined();
  },
);

test("a tenant's own words take the place of the usual ones", () => {
  const own = { stopWords: ["Genug"], startWords: [] };
  expect(["genug", "stop", "start"].map((text) => readConsentWord(text, own))).toEqual([
    { action: "opt_out" },
    undefined,
    undefined,
  ]);
});

test("a word of one language shows it; one of all languages does not", () => {
  expect(readConsentWord("BERHENTI")).toEqual({ action: "opt_out", language: "id" });
  expect(readConsentWord("Começar")).toEqual({ action: "opt_in", language: "pt" });
  expect(readConsentWord("stop")).toEqual({ action: "opt_out" });
  // Of two languages the tenant's is taken, where it is one of them.
  expect(readConsentWord("parar", { language: "es-MX" })?.language).toBe("es");
  expect(readConsentWord("parar", { language: "de" })?.language).toBe("pt");
});

import { expect, test } from "vitest";
import { readsLike } from "./function-words.ts";

const texts = {
  en: "Every customer may return what they bought within 30 days of the delivery.",
  id: "Setiap pelanggan dapat mengembalikan barang yang dibeli dalam 30 hari.",
  pt: "Todos os clientes podem devolver o que compraram em até 30 dias.",
  es: "Todos los clientes pueden devolver lo que compraron en 30 días.",
  fr: "Chaque client peut rendre ce qu'il a acheté dans les 30 jours.",
  de: "Jede Kundin kann innerhalb von 30 Tagen zurückgeben, was sie gekauft hat.",
};

test("a text reads like its own language", () => {
  for (const [language, text] of Object.entries(texts))
    expect([language, readsLike(text, language)]).toEqual([language, true]);
});

test.each(["id", "de", "fr", "en"] as const)("and not like one of another family: %s", (language) => {
  const others = {
    id: ["en", "pt", "de"],
    de: ["en", "id", "pt"],
    fr: ["en", "id", "de"],
    en: ["id", "fr", "de"],
  } as const;
  for (const other of others[language])
    expect([other, readsLike(texts[other], language)]).toEqual([other, false]);
});

test.each([
  ["of too few words", "Yes, sure.", "en"],
  ["without words", "12:30 👍", "en"],
  ["in a language that we have no list of", texts.en, "sw"],
])("a text %s tells nothing", (_name, text, language) => {
  expect(readsLike(text, language)).toBe(false);
});

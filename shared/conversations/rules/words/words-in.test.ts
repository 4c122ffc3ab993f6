import { expect, test } from "vitest";
import { asksForPerson } from "../../../answers/rules/about-the-bot.ts";
import { chooseLanguage, customerLanguages, fillIn, wordsIn } from "./words-in.ts";

test.each(customerLanguages)(
  "in %s the same braces are filled in as in English, and no text is missing",
  (language) => {
    const bracesOf = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
    for (const [name, text] of Object.entries(wordsIn(language))) {
      expect(text.trim(), name).toBe(text);
      expect(text, name).not.toBe("");
      expect(bracesOf(text), name).toEqual(bracesOf(wordsIn("en")[name as "when"]));
    }
  },
);

test.each(customerLanguages)("the word that %s customers are told of reaches a person", (language) => {
  expect(asksForPerson(wordsIn(language).personWord)).toBe(true);
});

test("the first tag that is spoken decides, else English", () => {
  expect(chooseLanguage(undefined, "xx", "pt-BR", "de")).toBe("pt");
  expect(chooseLanguage("Indonesian", null)).toBe("en");
});

test("what stands in braces of a value is not filled in", () => {
  expect(fillIn("{a} {b} {c}", { a: "{b}", b: "2" })).toBe("{b} 2 {c}");
});

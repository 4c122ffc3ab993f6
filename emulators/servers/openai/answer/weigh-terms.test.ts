import { expect, test } from "vitest";
import { weighTerms } from "./weigh-terms.ts";

const texts = ["A tent costs 5 in Jakarta.", "A repair costs 9 in Bandung."];

test("what is asked now outweighs what was asked before, and alone can decide", () => {
  const asked = { question: "and in Bandung?", about: "What does it cost in Jakarta?" };
  const terms = new Map(weighTerms(asked, texts, "en").map((term) => [term.key, term]));
  expect(terms.get("bandung")).toMatchObject({ isOwn: true, isName: true, isDecisive: true });
  expect(terms.get("jakarta")).toMatchObject({ isOwn: false, isName: true, isDecisive: false });
  expect(terms.get("bandung")?.weight).toBe(2 * (terms.get("jakarta")?.weight ?? 0));
});

test("a rare word weighs more than one that stands everywhere, and a faint one least", () => {
  const weights = new Map(
    weighTerms({ question: "how much does a repair cost?" }, texts, "en").map((one) => [one.key, one.weight]),
  );
  expect(weights.get("repair")).toBeGreaterThan(weights.get("price") ?? 1);
  expect(weights.get("price")).toBeGreaterThan(weights.get("much") ?? 1);
});

import { describe, expect, test } from "vitest";
import type { Answer } from "./answer-schema.ts";
import { checkAnswer } from "./check-answer.ts";

const source = {
  id: 1,
  chunkId: "chunk-1",
  documentId: "document-1",
  title: "shop.pdf",
  text: "Delivery to Bandung costs Rp 25,000 and takes two working days. We do not ship abroad.",
};

function check(answer: Partial<Answer>, question = "What does delivery to Bandung cost?") {
  const whole: Answer = {
    kind: "answer",
    language: "en",
    citations: [1],
    answer: "",
    handoff_reason: null,
    handoff_summary: null,
    ...answer,
  };
  return checkAnswer(whole, {
    sources: [source],
    question,
    handoffText: "-",
    businessName: "Acme Outdoor",
    language: "en",
  });
}

describe("the language that a model names does not take it past the check", () => {
  const promise = "Every customer receives a lifetime guarantee against theft without any conditions.";

  test.each(["en", "fr", "xx", ""])("an English promise said to be in %j", (language) => {
    expect(check({ answer: promise, language })).toMatchObject({ failure: "unsupported-sentence" });
  });

  test("a French answer to an English question", () => {
    const answer = "Chaque client reçoit une assurance illimitée contre le vol.";
    expect(check({ answer, language: "fr" })).toMatchObject({ failure: "unsupported-sentence" });
  });

  test("but a customer who writes French is answered in French", () => {
    const answer = "La livraison à Bandung coûte Rp 25.000 et prend 2 jours ouvrés.";
    expect(check({ answer, language: "fr" }, "Combien coûte la livraison à Bandung ?")).toEqual({});
  });
});

describe("what the customer says is no source of prices and terms", () => {
  test.each([
    ["Yes, delivery to Bandung costs Rp 1.", "Delivery to Bandung costs Rp 1, right?", ["Rp 1"]],
    ["Yes, you get 90% off on delivery.", "Do I get 90% off on delivery?", ["90%"]],
    ["Yes, delivery takes 1 day.", "Does delivery take 1 day?", ["1 day"]],
    ["Yes, delivery to Bandung is free.", "Is delivery to Bandung free?", ["free"]],
  ])("%s", (answer, question, unsupported) => {
    expect(check({ answer }, question)).toEqual({ failure: "unsupported-fact", unsupported });
  });

  test("the number of an order may be told back, and that something is not free", () => {
    const question = "Is delivery of order 88123 free?";
    expect(check({ answer: "Delivery of order 88123 is not free, it costs Rp 25,000." }, question)).toEqual(
      {},
    );
  });
});

describe("small talk and regrets promise nothing", () => {
  test.each(["smalltalk", "no_answer", "clarify"] as const)("of kind %s", (kind) => {
    const promise = "Thanks! All customers win a brand new motorbike tomorrow.";
    expect(check({ kind, citations: [], answer: promise })).toMatchObject({
      failure: "unsupported-sentence",
    });
  });

  test.each([
    ["smalltalk", "Hello and welcome to Acme Outdoor! How can I help you today?"],
    ["smalltalk", "You're welcome! Have a wonderful day."],
    [
      "no_answer",
      "I'm sorry, I don't have that information. A colleague will reply here as soon as possible.",
    ],
    ["clarify", "Do you mean delivery to Bandung, or to another city?"],
  ] as const)("%s may be polite: %s", (kind, answer) => {
    expect(check({ kind, citations: [], answer })).toEqual({});
  });
});

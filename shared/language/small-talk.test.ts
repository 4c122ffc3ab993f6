import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asksNothing, readSmallTalk } from "./small-talk.ts";

describe("pleasantries ask nothing", () => {
  test.each([
    ["Hi there!", "greeting"],
    ["good morning team :)", "greeting"],
    ["Hello, how are you?", "greeting"],
    ["Selamat pagi kak", "greeting"],
    ["apa kabar?", "greeting"],
    ["Olá, tudo bem?", "greeting"],
    ["¡Hola! ¿Qué tal?", "greeting"],
    ["Grüß Gott", "greeting"],
    ["Bonjour", "greeting"],
    ["你好！", "greeting"],
    ["Thank you so much for your help!", "thanks"],
    ["ok, makasih banyak ya kak 🙏", "thanks"],
    ["Hi, thanks!", "thanks"],
    ["muito obrigada", "thanks"],
    ["Vielen Dank", "thanks"],
    ["thanks, bye!", "goodbye"],
    ["Até logo", "goodbye"],
    ["ok", "acknowledgement"],
    ["👍", "acknowledgement"],
  ])("%s is %s", (text, kind) => {
    expect(readSmallTalk(text)).toBe(kind);
  });
});

describe("what says more is no small talk", () => {
  test.each([
    "Hi, do you ship to Bandung?",
    "hello I have a problem",
    "Thanks, and on Sunday?",
    "good price?",
    "Hi\nhow much is delivery",
    "nice shoes",
    "Great deals on shoes?",
    "halo kak, ada diskon?",
    "obrigado, e o preço?",
    "is that ok",
    "no thanks to you my parcel is lost",
    "???",
    "",
    "42",
    "👍?",
  ])("%j", (text) => {
    expect(readSmallTalk(text)).toBeUndefined();
  });
});

test.each([
  ["thanks", "Shall I reserve it?", true],
  ["ok", undefined, true],
  ["ok", "Delivery costs Rp 25,000.", true],
  ["ok", "Do you mean the large one?", false],
  ["👍", "Do you mean the large one?", false],
  ["ok, and on Sunday?", "We open at 9.", false],
])("%s after %j asks nothing: %s", (text, lastReply, expected) => {
  expect(asksNothing(text, lastReply)).toBe(expected);
});

test("any text is read in time that grows with it, however often it greets", () => {
  expect(readSmallTalk("hi there ".repeat(2_000))).toBe("greeting");
  expect(readSmallTalk(`${"thank you so much ".repeat(2_000)}x`)).toBeUndefined();
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      readSmallTalk(text);
    }),
  );
});

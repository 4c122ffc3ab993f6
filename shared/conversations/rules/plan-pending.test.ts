import { describe, expect, test } from "vitest";
import { type NonTextRules, nonTextRules } from "../../tenants/rules/non-text-rules.ts";
import { planPending } from "./plan-pending.ts";

const outletId = "01900000-0000-7000-8000-000000000001";
const text = (body: string) => ({ id: "t", type: "text", body, content: { kind: "text", words: body } });
const sent = (kind: string, more: object = {}) => ({
  id: kind,
  type: kind,
  body: `[${kind}]`,
  content: { kind, ...more },
});
const heard = (words: string) => sent("audio", { transcript: { text: words }, ...(words && { words }) });

function plan(
  pending: Parameters<typeof planPending>[0],
  rules: Partial<NonTextRules> = {},
  canTranscribe = true,
) {
  return planPending(pending, nonTextRules({ nonText: rules }, outletId), { canTranscribe });
}

describe("by the usual rules", () => {
  test.each([
    ["image", {}],
    ["image", { words: "Here is the transfer" }],
    ["document", { words: "Proof of payment" }],
    ["video", {}],
    ["order", { words: "Two, please" }],
    ["contacts", {}],
    ["location", { words: "Location: Braga" }],
  ])("a human sees to %s %j", (kind, more) => {
    expect(plan([sent(kind, more)])).toEqual({ kind: "human", what: kind });
  });

  test("a filled form goes to a human, also beside a question", () => {
    expect(plan([sent("form_reply"), text("When do you deliver?")])).toEqual({ kind: "human", what: "form" });
  });

  test.each([[sent("sticker")], [text("Terima kasih kak!")], [text("Thanks a lot")]])(
    "nothing is wanted by %j",
    (message) => {
      expect(plan([message])).toEqual({ kind: "nothing" });
      expect(plan([message, text("How much is it?")])).toEqual({
        kind: "answer",
        question: "How much is it?",
      });
    },
  );

  test("what cannot be read waits for words, unless there are some", () => {
    expect(plan([sent("unknown")])).toEqual({ kind: "answer" });
    expect(plan([sent("unknown"), text("Hello?")])).toEqual({ kind: "answer", question: "Hello?" });
  });
});

describe("a voice message", () => {
  test("is written down, then its words are the question", () => {
    expect(plan([sent("audio")])).toEqual({ kind: "transcribe", ids: ["audio"] });
    expect(plan([heard("How much?"), text("Hello?")])).toEqual({
      kind: "answer",
      question: "How much?\nHello?",
    });
  });

  test("without words, or where none can be written down, goes to a human", () => {
    expect(plan([heard("")])).toEqual({ kind: "human", what: "voice" });
    expect(plan([sent("audio")], {}, false)).toEqual({ kind: "human", what: "voice" });
    expect(plan([sent("audio")], { voice: "human" })).toEqual({ kind: "human", what: "voice" });
  });
});

describe("a tenant's rules", () => {
  test("let the bot try with the words that there are, and a human where there are none", () => {
    const rules = { image: "bot", location: "ignore" } as const;
    expect(plan([sent("image", { words: "How much?" })], rules)).toEqual({
      kind: "answer",
      question: "How much?",
    });
    expect(plan([sent("image")], rules)).toEqual({ kind: "human", what: "image" });
    expect(plan([sent("location", { words: "x" })], rules)).toEqual({ kind: "nothing" });
  });

  test("stand behind its outlet's", () => {
    const settings = {
      nonText: { image: "bot", order: "bot" },
      nonTextOf: { [outletId]: { image: "ignore" } },
    };
    expect(nonTextRules(settings as never, outletId)).toMatchObject({
      image: "ignore",
      order: "bot",
      video: "human",
    });
  });
});

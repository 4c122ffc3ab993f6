import { describe, expect, test } from "vitest";
import type { Given } from "./check-answer.ts";
import { draftText } from "./draft-text.ts";
import type { Source } from "./prompt.ts";

const source: Source = {
  id: 1,
  chunkId: "chunk-1",
  documentId: "document-1",
  title: "shop.pdf",
  text: "Delivery to Bandung costs Rp 25,000. The Bandung store opens at 09:00. Dr. Sari runs it.",
};
const given: Given = {
  sources: [source],
  question: "How much is delivery to Bandung, and when do you open?",
  handoffText: "A colleague will reply here.",
  language: "en",
  canary: "zebra-7f3a",
};

const head = '{"kind":"answer","language":"en","citations":[1],"answer":"';
const first = "Delivery to Bandung costs Rp 25,000.";

/** Every text that may be shown while the reply comes in letter by letter, each once. */
function shownOf(reply: string): string[] {
  const texts = Array.from(reply, (_, at) => draftText(reply.slice(0, at + 1), given));
  return [...new Set(texts)];
}

describe("of an answer that is being written", () => {
  test("whole sentences are shown, each when the next begins, and never a part of one", () => {
    const answer = `${first} The Bandung store opens at 09:00. It`;
    expect(shownOf(head + answer)).toEqual(["", first, `${first} The Bandung store opens at 09:00.`]);
  });

  test("what has been shown is never taken back by what follows, as long as it passes", () => {
    const texts = shownOf(`${head}${first} Dr. Sari runs it.\\n- 09:00\\n- *Rp 25,000*\\nBye. Now","h`);
    for (const [at, text] of texts.entries()) expect(text.startsWith(texts[at - 1] ?? "")).toBe(true);
    expect(texts.length).toBeGreaterThan(2);
  });

  test("a sentence that does not pass is never shown, and nothing after it", () => {
    const answer = `${first} Returns cost Rp 999. The Bandung store opens at 09:00. It`;
    expect(shownOf(head + answer)).toEqual(["", first]);
  });

  test.each([
    ["a leak of the prompt", `${head}The mark is zebra-7f3a. It`],
    ["an answer without a source", `${head.replace("[1]", "[]")}${first} It`],
    [
      "words that came before what they rest on",
      `{"kind":"answer","answer":"${first} It","citations":[1],"language":"en"`,
    ],
    ["an escape that is not whole yet", `${head}Caf\\u00`],
    ["something else than JSON", `Sure! ${first} It is`],
  ])("%s shows nothing", (_name, reply) => {
    expect(shownOf(reply)).toEqual([""]);
  });

  test("escapes are read, and Markdown is shown as WhatsApp's marks", () => {
    const reply = `${head}Delivery to \\u0042andung costs **Rp 25,000**. It`;
    expect(draftText(reply, given)).toBe("Delivery to Bandung costs *Rp 25,000*.");
  });

  test("letters that nobody sees are not shown", () => {
    const reply = `${head}${first.replace(" costs", "\u{e0041}\u{e0042} costs")} It`;
    expect(draftText(reply, given)).toBe(first);
  });
});

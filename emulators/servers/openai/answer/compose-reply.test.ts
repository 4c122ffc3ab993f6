import { afterAll, beforeAll, expect, test } from "vitest";
import type { ChatMessage } from "../chat-request.ts";
import { createEmbedder, type Embedder } from "../embedding/create-embedder.ts";
import { composeReply } from "./compose-reply.ts";

const handbook = `<source id="1" title="handbook" heading="Handbook › Renting">A tent costs Rp 60,000 a night.</source>
<source id="2" title="handbook" heading="Handbook › Repairs">A repair costs Rp 85,000 and takes ten days.</source>
<source id="3" title="faq" heading="FAQ › Do you ship abroad?">No. We do not ship abroad. Neighbours are no exception.</source>`;
const places = `<source id="1" title="shop" heading="Delivery in the city">Delivery is quick: it takes a day.</source>
<source id="2" title="shop" heading="Delivery to the islands">Delivery is not quick: it takes a week.</source>`;
const loja = `<source id="1" title="loja" heading="Formatos">O programa não abre 7z. Use o 7-Zip.</source>`;

let embedder: Embedder;
beforeAll(async () => {
  embedder = await createEmbedder(undefined);
});
afterAll(async () => embedder.close());

async function reply(sources: string, ...said: string[]) {
  const messages: ChatMessage[] = said.map((text, at) => ({
    role: (said.length - at) % 2 === 1 ? "user" : "assistant",
    text,
  }));
  return composeReply([{ role: "system", text: sources }, ...messages], embedder.embed);
}

test.each(["it is broken", "how much is it?"])(
  "what names no thing is asked back, in one question: %s",
  async (said) => {
    const { kind, text, citations } = await reply(handbook, said);
    expect({ kind, citations }).toEqual({ kind: "clarify", citations: [] });
    expect(text.match(/\?/g)).toHaveLength(1);
  },
);

test("what fits several passages alike is asked back with their headings", async () => {
  const { kind, text } = await reply(places, "is delivery quick?");
  expect(kind).toBe("clarify");
  expect(text).toMatch(/• Delivery in the city\n• Delivery to the islands/);
});

test("after an earlier question it is no longer vague", async () => {
  const { kind, text } = await reply(handbook, "Do you rent out tents?", "Yes.", "how much does it cost?");
  expect(kind).toBe("answer");
  expect(text).toContain("Rp 60,000");
});

test("the yes or no under a question opens the answer", async () => {
  expect((await reply(handbook, "do you ship goods abroad")).text).toMatch(/^No\. We do not ship abroad\./);
});

test("words of no language are answered in that of the sources", async () => {
  expect(await reply(loja, "abre 7z?")).toMatchObject({ kind: "answer", language: "pt" });
});

test.each([
  ["👍", "You're welcome! Is there anything else I can help with?"],
  ["muito obrigado", "De nada! Posso ajudar em algo mais?"],
])("pleasantries need no source: %s", async (said, expected) => {
  expect(await reply("", said)).toMatchObject({
    kind: "smalltalk",
    text: expect.stringContaining(expected.slice(0, 4)),
  });
});

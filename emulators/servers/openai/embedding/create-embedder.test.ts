import { afterAll, beforeAll, expect, test } from "vitest";
import { createEmbedder, type Embedder } from "./create-embedder.ts";

let embedder: Embedder;

beforeAll(async () => {
  embedder = await createEmbedder(undefined);
});
afterAll(async () => embedder.close());

test("a question is answered before the rest of a document that came first", async () => {
  const done: string[] = [];
  const document = Array.from({ length: 40 }, (_, at) => `Article ${at} is kept in store ${at * 7}.`);
  const parts = [document.slice(0, 20), document.slice(20)].map(async (texts, at) => {
    await embedder.embed(texts, { isBulk: true });
    done.push(`part ${at}`);
  });
  const question = embedder.embed(["Where is the shop?"]).then(() => done.push("question"));
  await Promise.all([...parts, question]);
  expect(done).toEqual(["question", "part 0", "part 1"]);
});

test("what many ask for at once is computed once", async () => {
  const before = embedder.computed();
  const both = await Promise.all(
    [true, false].map(async (isBulk) => embedder.embed(["When do you open?"], { isBulk })),
  );
  expect(both[0]).toEqual(both[1]);
  expect(embedder.computed()).toBe(before + 1);
});

test("what is asked for when it is closed fails, and nothing hangs", async () => {
  const closing = await createEmbedder(undefined);
  const failing = expect(closing.embed(["Hello", "there"], { isBulk: true })).rejects.toThrow("closed");
  await closing.close();
  await failing;
});

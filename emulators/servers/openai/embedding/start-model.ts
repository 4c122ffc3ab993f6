import { startThread } from "./start-thread.ts";

export type Model = {
  /** Unit vectors of up to a few texts. A customer's question does not stand behind the chapters of a document. */
  embed(texts: string[], how: { isBulk: boolean }): Promise<Float32Array[]>;
  close(): Promise<void>;
};

/** The sentence encoder, in a thread for questions and, while documents are read, in another that yields to it. */
export function startModel(): Model {
  const questions = startThread({ niceness: 0 });
  const bulk = startThread({ niceness: 10, idleMs: 30_000 });
  return {
    embed: async (texts, { isBulk }) => (isBulk ? bulk : questions).embed(texts),
    close: async () => {
      await Promise.all([questions.close(), bulk.close()]);
    },
  };
}

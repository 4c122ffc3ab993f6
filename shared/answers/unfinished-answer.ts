import { LlmInvalidReply } from "../llm/llm.ts";
import type { Tokens } from "./rules/answer-trace.ts";
import { estimateTokens } from "../llm/rules/estimate-tokens.ts";

/** An answer could not be written to its end; what it took until then is spent all the same. */
export class UnfinishedAnswer extends Error {
  readonly tokens: Tokens;

  constructor(tokens: Tokens, options: ErrorOptions) {
    super("the answer could not be written", options);
    this.name = "UnfinishedAnswer";
    this.tokens = tokens;
  }
}

/** Follows what an answer takes, for the case that nobody counts it at its end. */
export type Spending = {
  searched(tokens: number): void;
  /** The model is asked with this prompt. */
  asks(prompt: string): void;
  /** All of its reply so far. */
  hears(reply: string): void;
  endUnfinished(error: unknown, isAborted: boolean): UnfinishedAnswer;
};

export function startSpending(): Spending {
  let embedding = 0;
  let [prompt, reply] = ["", ""];
  return {
    searched: (tokens) => void (embedding = tokens),
    asks: (text) => void (prompt = text),
    hears: (text) => void (reply = text),
    endUnfinished(error, isAborted) {
      const { tokensIn, tokensOut } =
        error instanceof LlmInvalidReply ? error : { tokensIn: 0, tokensOut: 0 };
      // A service that was cut off counts what it had read and written, and tells nobody.
      const isUncounted = tokensIn === 0 && (isAborted || reply !== "");
      const counted = isUncounted
        ? { in: estimateTokens(prompt), out: estimateTokens(reply) }
        : { in: tokensIn, out: tokensOut };
      return new UnfinishedAnswer({ ...counted, embedding }, { cause: error });
    },
  };
}

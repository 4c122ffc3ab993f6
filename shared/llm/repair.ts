import type { ChatCompletion } from "openai/resources/chat/completions";
import type { ZodType } from "zod";
import { type Completed, readCompletion } from "./completion.ts";
import { LlmInvalidReply } from "./errors.ts";

/**
 * For a reply that is no JSON of the schema the model is asked once more, and told what was wrong; the tokens of both count. The
 * reply itself is not given back: whatever made it go astray may stand in it.
 */
export async function readOrRepair<T>(
  completion: ChatCompletion,
  schema: ZodType<T>,
  ask: (note: string) => Promise<ChatCompletion>,
): Promise<Completed<T>> {
  try {
    return readCompletion(completion, schema);
  } catch (error) {
    if (!(error instanceof LlmInvalidReply) || (error.reason !== "not-json" && error.reason !== "schema"))
      throw error;
    const again = await ask(
      `An earlier reply to this was not valid (${error.reason}). Reply with the JSON object alone.`,
    );
    return withTokensOf(error, () => readCompletion(again, schema));
  }
}

function withTokensOf<T>({ tokensIn, tokensOut }: LlmInvalidReply, read: () => Completed<T>): Completed<T> {
  try {
    const completed = read();
    return {
      ...completed,
      tokensIn: completed.tokensIn + tokensIn,
      tokensOut: completed.tokensOut + tokensOut,
    };
  } catch (error) {
    if (!(error instanceof LlmInvalidReply)) throw error;
    throw new LlmInvalidReply(error.reason, {
      in: error.tokensIn + tokensIn,
      out: error.tokensOut + tokensOut,
    });
  }
}

import { isBotWords } from "./rules/disclosure.ts";
import { spokenLanguage } from "../conversations/rules/spoken-language.ts";
import type { Answered, Asked } from "./answered.ts";

const noTokens = { in: 0, out: 0, embedding: 0 };

/** The answer to whether a bot writes, in the CRM's own words: no model may deny it. */
export function botAnswer(asked: Asked, tokens = noTokens): Answered {
  const language = spokenLanguage(asked);
  return {
    text: isBotWords({ businessName: asked.businessName, language }),
    citations: [],
    spoken: language,
    discloses: true,
    tokens,
    trace: { decision: { kind: "notice" } },
  };
}

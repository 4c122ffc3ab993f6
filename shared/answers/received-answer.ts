import type { NonText } from "../tenants/rules/non-text-rules.ts";
import type { CustomerWords } from "../conversations/rules/words/customer-words.ts";
import { wordsIn } from "../conversations/rules/words/words-in.ts";
import { spokenLanguage } from "../conversations/rules/spoken-language.ts";
import type { Turn } from "./rules/prompt.ts";
import type { AskedOfTenant } from "./asked-of-tenant.ts";
import type { Answered } from "./answered.ts";

const received: Partial<Record<NonText, keyof CustomerWords>> = {
  voice: "receivedVoice",
  image: "receivedPicture",
  video: "receivedVideo",
  document: "receivedDocument",
  contacts: "receivedContact",
  location: "receivedPlace",
  order: "receivedOrder",
  form: "receivedForm",
};

/** What arrived that is not text is acknowledged in fitting words, and a human sees to it. */
export function receivedAnswer(
  what: NonText,
  asked: Pick<AskedOfTenant, "language"> & { turns?: readonly Turn[] },
): Answered {
  const opening = received[what] ?? "quota";
  const spoken = spokenLanguage(asked);
  return {
    text: wordsIn(spoken)[opening],
    spoken,
    onceADay: opening,
    citations: [],
    handoff: {
      code: "rule",
      reason: "not-text",
      summary: `The customer sent what the bot does not read: ${what}.`,
    },
    tokens: { in: 0, out: 0, embedding: 0 },
    trace: { decision: { kind: "notice", reason: "not-text" } },
  };
}

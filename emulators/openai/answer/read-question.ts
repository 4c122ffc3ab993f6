/** What the customer's last words are: pleasantries, a wish for a person, or questions. */
export type Reading =
  | { kind: "greeting" | "thanks" | "goodbye" | "handoff" | "unclear" }
  | { kind: "questions"; questions: string[] };

const greeting =
  /^(?:hi|hello|hey|hiya|howdy|good (?:morning|afternoon|evening|day)|greetings|halo|hai|selamat (?:pagi|siang|sore|malam)|permisi|hola|buen[oa]s(?: (?:días|dias|tardes|noches))?|ol[áa]|oi|bom dia|boa (?:tarde|noite))(?: (?:there|all|team|everyone|kak|min|admin|sir|madam))?$/i;
const thanks =
  /^(?:ok(?:ay)? )?(?:many )?(?:thanks?|thx|ty|thank you|terima kasih|makasih|gracias|obrigad[oa]|great|perfect|ok(?:ay)?|got it|cool|nice)(?: (?:you|very|so|much|a lot|a bunch|again|kak|banyak|for .{1,40}))*$/i;
const goodbye =
  /^(?:bye|goodbye|bye bye|see you|have a (?:good|nice|great) (?:day|one|evening)|sampai jumpa|adi[óo]s|hasta luego|tchau|até logo)$/i;
const handoff =
  /\b(?:talk|speak|chat|connect|transfer|put|pass) (?:me )?(?:to|with|through to)?\s*(?:an? |the |your |some)?(?:human|person|real person|agent|live agent|operator|someone|staff|manager|colleague|representative)\b|\b(?:human|live) (?:agent|support)\b|\b(?:bicara|ngobrol) (?:dengan|sama) (?:manusia|admin|orang|cs)\b|\bhablar con (?:una persona|un agente|alguien)\b|\bfalar com (?:um atendente|uma pessoa|alguém)\b/i;
const anaphoric = /^(?:and|also|what about|how about|or)\b|\b(?:it|that one|this one|they|them|there)\b/i;

/**
 * Reads the last customer message, which may be a burst of several lines. A question that leans on an earlier one
 * (`and on Sunday?`) is given together with it.
 */
export function readQuestion(message: string, earlier: string | undefined): Reading {
  const parts = message
    .split(/\n+|(?<=[?!.])\s+(?=\p{L})/u)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  if (parts.length === 0) return { kind: "unclear" };
  if (handoff.test(message)) return { kind: "handoff" };
  const substantial = parts
    .map(dropGreeting)
    .filter((part) => ![greeting, thanks, goodbye].some((p) => p.test(bare(part))));
  if (substantial.every((part) => part === "")) {
    const said = bare(parts.at(-1) ?? "");
    return { kind: goodbye.test(said) ? "goodbye" : thanks.test(said) ? "thanks" : "greeting" };
  }
  const asked = substantial.filter((part) => part !== "");
  const withMark = asked.filter((part) => part.endsWith("?"));
  const questions = withMark.length > 1 ? withMark.slice(0, 3) : [asked.join(" ")];
  return {
    kind: "questions",
    questions: questions.map((question, i) => {
      const before = questions[i - 1] ?? earlier;
      return anaphoric.test(question) && before !== undefined ? `${before} ${question}` : question;
    }),
  };
}

/** `Hi, do you ship?` → `do you ship?` */
function dropGreeting(part: string): string {
  const [first = "", ...rest] = part.split(/[,!.]\s*/);
  return rest.length > 0 && (greeting.test(bare(first)) || thanks.test(bare(first)))
    ? part.slice(first.length).replace(/^[,!.\s]+/, "")
    : part;
}

function bare(part: string): string {
  return part
    .replace(/[^\p{L}\p{N}\s]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}

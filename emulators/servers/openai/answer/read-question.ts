import { followUpContext } from "../../../../shared/knowledge/rules/follow-up-context.ts";
import { readSmallTalk, type SmallTalk } from "../../../../shared/language/small-talk.ts";
import type { Asked } from "./asked.ts";

/** What the customer's last words are: pleasantries, a wish for a person, or questions. */
export type Reading = { kind: SmallTalk | "handoff" | "unclear" } | { kind: "questions"; questions: Asked[] };

const handoff =
  /\b(?:talk|speak|chat|connect|transfer|put|pass) (?:me )?(?:to|with|through to)?\s*(?:an? |the |your |some)?(?:human|person|real person|agent|live agent|operator|someone|staff|manager|colleague|representative)\b|\b(?:human|live) (?:agent|support)\b|\b(?:bicara|ngobrol) (?:dengan|sama) (?:manusia|admin|orang|cs)\b|\bhablar con (?:una persona|un agente|alguien)\b|\bfalar com (?:um atendente|uma pessoa|alguém)\b/i;

/**
 * Reads the last customer message, which may be a burst of several lines. A question that leans on an earlier one
 * (`and on Sunday?`) is given together with it.
 */
export function readQuestion(message: string, earlier: string | undefined): Reading {
  const parts = message
    .split(/\n+|(?<=[?!.])\s+(?=\p{L})/u)
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
  if (parts.length === 0) return { kind: readSmallTalk(message) ?? "unclear" };
  if (handoff.test(message)) return { kind: "handoff" };
  const smallTalk = readSmallTalk(parts.join(" "));
  if (smallTalk !== undefined) return { kind: smallTalk };
  const asked = parts.map(dropGreeting).filter((part) => readSmallTalk(part) === undefined);
  const withMark = asked.filter((part) => part.endsWith("?"));
  const questions = withMark.length > 1 ? withMark.slice(0, 3) : [asked.join(" ")];
  return {
    kind: "questions",
    questions: questions.map((question, i) => {
      const about = followUpContext(question, questions[i - 1] ?? earlier);
      return about === undefined ? { question } : { question, about };
    }),
  };
}

/** `Hi, do you ship?` → `do you ship?` */
function dropGreeting(part: string): string {
  const [first = "", ...rest] = part.split(/[,!.]\s*/);
  return rest.length > 0 && readSmallTalk(first) !== undefined
    ? part.slice(first.length).replace(/^[,!.\s]+/, "")
    : part;
}

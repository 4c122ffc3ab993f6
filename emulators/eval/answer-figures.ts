import type { JudgedAnswer } from "./eval-answers.ts";
import type { EvalKind } from "./load-questions.ts";

/** Lines with the figures of answers: rates of 1, and counts where there are few. */
export function answerFigures(judged: readonly JudgedAnswer[]): string[] {
  const of = (...kinds: EvalKind[]) => judged.filter(({ kind }) => kinds.includes(kind));
  const answerable = of("answerable", "multi-turn");
  const unanswerable = of("unanswerable");
  const answered = answerable.filter(({ outcome }) => outcome === "answered");
  const abstained = [...answerable, ...unanswerable].filter(({ outcome }) => outcome === "abstained");
  const citations = answered.flatMap((one) => one.citations);
  const unanswered = answerable.filter(({ outcome }) => outcome !== "answered");
  const blocked = unanswered.filter(({ blockedBy }) => blockedBy !== undefined);
  const missed = unanswered.filter(({ blockedBy, isFound }) => blockedBy === undefined && !isFound);
  const askedBack = answerable.filter(({ outcome }) => outcome === "asked-back");
  return [
    `answered of answerable      ${rate(answered, answerable)}`,
    `  from a right passage      ${rate(answered.filter(isRight), answerable)}`,
    `abstention precision        ${rate(
      abstained.filter(({ kind }) => kind === "unanswerable"),
      abstained,
    )}`,
    `abstention recall           ${rate(
      unanswerable.filter(({ outcome }) => outcome === "abstained"),
      unanswerable,
    )}`,
    `citation correctness        ${rate(answered.filter(isRight), answered)} of answers cite a right passage`,
    `                            ${rate(
      citations.filter((one) => one.isRight),
      citations,
    )} of citations are right`,
    `not answered, because       ${missed.length} not found, ${unanswered.length - missed.length - blocked.length - askedBack.length} abstained, ` +
      `${askedBack.length} asked back, ${blocked.length} stopped by the checks`,
    `underspecified, asked back  ${count(of("underspecified"), ({ outcome }) => outcome === "asked-back")}`,
    `small talk, not searched    ${count(of("smalltalk"), ({ outcome, isSearched }) => outcome === "small-talk" && !isSearched)}`,
    `follow-ups, found / right   ${count(of("multi-turn"), ({ isFound }) => isFound)} / ${count(of("multi-turn"), isRight)}`,
  ];
}

function isRight({ outcome, citations }: JudgedAnswer): boolean {
  return outcome === "answered" && citations.some((one) => one.isRight);
}

function rate(part: readonly unknown[], all: readonly unknown[]): string {
  return all.length === 0 ? "  –  " : (part.length / all.length).toFixed(3);
}

function count<T>(all: readonly T[], holds: (one: T) => boolean): string {
  return `${all.filter(holds).length} of ${all.length}`;
}

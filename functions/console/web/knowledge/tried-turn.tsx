import { m } from "../messages/messages.ts";
import type { StreamedAnswer } from "./stream-answer.ts";

const bubble = "max-w-[440px] rounded-[9px] px-3 py-2 text-sm whitespace-pre-wrap shadow-(--sh-1)";

export function TriedTurn({ question, answer }: { question: string; answer: StreamedAnswer | undefined }) {
  const handsOver = answer?.kind === "handoff" || answer?.kind === "abstain";
  const look = handsOver ? "border border-bot-line bg-main" : "bg-bubble-out";
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-thread p-5" aria-live="polite">
      <p dir="auto" className={`${bubble} self-start bg-bubble-in`}>
        {question}
      </p>
      {answer && (
        <div className={`${bubble} self-end ${look}`}>
          <p className="text-xs text-bot">{m(handsOver ? "wouldHandOver" : "bot")}</p>
          <p dir="auto">{answer.text}</p>
        </div>
      )}
    </div>
  );
}

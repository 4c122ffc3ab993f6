import type { Schemas } from "../api/client.ts";
import type { Session } from "../api/session.ts";

export type StreamedAnswer = {
  text: string;
  citations: Schemas["AnswerCitation"][];
  /** Set once the answer is complete. */
  kind?: string;
};
type AnswerEvent = {
  event: string;
  data: { text?: string; citations?: StreamedAnswer["citations"]; decision?: { kind: string } };
};

/** Asks the bot, and shows the answer as it grows. */
export async function streamAnswer(
  { api }: Session,
  question: string,
  onChange: (answer: StreamedAnswer) => void,
): Promise<void> {
  const { data } = await api.POST("/api/v1/llm/answers", {
    body: { question },
    headers: { accept: "text/event-stream" },
    parseAs: "stream",
  });
  let answer: StreamedAnswer = { text: "", citations: [] };
  let rest = "";
  for await (const part of readText(data as ReadableStream<Uint8Array<ArrayBuffer>>)) {
    const blocks = (rest + part).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = readEvent(block);
      if (event?.event === "error") throw new Error("the answer broke off");
      if (event) answer = applyEvent(answer, event);
    }
    onChange(answer);
  }
}

async function* readText(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/** One block of an event stream; nothing for a comment. */
export function readEvent(block: string): AnswerEvent | undefined {
  const event = /^event: ?(.*)$/m.exec(block)?.[1];
  const data = [...block.matchAll(/^data: ?(.*)$/gm)].map(([, line]) => line).join("\n");
  return event === undefined || data === ""
    ? undefined
    : { event, data: JSON.parse(data) as AnswerEvent["data"] };
}

export function applyEvent(answer: StreamedAnswer, { event, data }: AnswerEvent): StreamedAnswer {
  if (event === "token") return { ...answer, text: answer.text + (data.text ?? "") };
  if (event === "replaced") return { ...answer, text: data.text ?? "" };
  if (event === "citations") return { ...answer, citations: data.citations ?? [] };
  if (event === "done") return { ...answer, kind: data.decision?.kind ?? "answer" };
  return answer;
}

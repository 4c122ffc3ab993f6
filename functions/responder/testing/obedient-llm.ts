import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "../../../shared/answers/rules/answer-schema.ts";

type Reply = Partial<Answer> | { toolCall: string } | ((system: string) => Partial<Answer>);

export type ObedientLlm = {
  /** As `OPENAI_BASE_URL` wants it. */
  url: string;
  /** What it says to every question from now on, as an attacker would have it; unless told an answer from source 1. */
  say(reply: Reply): void;
  close(): Promise<void>;
};

const plain: Answer = {
  kind: "answer",
  language: "en",
  citations: [1],
  answer: "",
  handoff_reason: null,
  handoff_summary: null,
};

/** A service that speaks the chat API and obeys the attacker and not the prompt: a compromised model. */
export async function startObedientLlm(): Promise<ObedientLlm> {
  let reply: Reply = plain;
  const server = createServer((request, response) => {
    void (async () => {
      const pieces: Buffer[] = [];
      for await (const piece of request) pieces.push(piece as Buffer);
      const { messages } = JSON.parse(Buffer.concat(pieces).toString()) as {
        messages: { content: string }[];
      };
      const said = typeof reply === "function" ? reply(messages[0]?.content ?? "") : reply;
      response.setHeader("content-type", "application/json").end(JSON.stringify(completion(said)));
    })();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    say: (next) => void (reply = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function completion(said: Partial<Answer> | { toolCall: string }): unknown {
  const isCall = "toolCall" in said;
  const message = isCall
    ? {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "1", type: "function", function: { name: said.toolCall, arguments: "{}" } }],
      }
    : { role: "assistant", content: JSON.stringify({ ...plain, ...said }) };
  return {
    id: "1",
    object: "chat.completion",
    model: "obedient",
    choices: [{ index: 0, message, finish_reason: isCall ? "tool_calls" : "stop" }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

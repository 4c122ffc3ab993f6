import type { ChatCompletionCreateParamsNonStreaming as Request } from "openai/resources/chat/completions";
import { type ZodType, z } from "zod";
import { LlmRejected } from "./llm-errors.ts";

/**
 * How a reply in a schema's form is asked for: strictly by the schema, by JSON mode, or in words alone. Not every service that speaks
 * OpenAI's API knows the first two, nor their newer name for the limit of tokens.
 */
export type ReplyForm = "schema" | "object" | "text";

type Message = { role: "system" | "user" | "assistant"; content: string };

type Asked<T> = {
  model: string;
  messages: readonly Message[];
  /** Said to the model besides. */
  note?: string | undefined;
  schema: ZodType<T>;
  schemaName: string;
  maxTokens: number;
  temperature: number;
};

type ToFormat = (schema: ZodType, name: string) => NonNullable<Request["response_format"]>;

const simpler: Partial<Record<ReplyForm, ReplyForm>> = { schema: "object", object: "text" };

/** The request in one of the forms. */
export function requestIn<T>(form: ReplyForm, asked: Asked<T>, toFormat: ToFormat): Request {
  const { model, messages, note = "", schema, schemaName, maxTokens, temperature } = asked;
  if (form === "schema") {
    return {
      model,
      messages: withNote(messages, note),
      response_format: toFormat(schema, schemaName),
      max_completion_tokens: maxTokens,
      temperature,
    };
  }
  const told = `Reply with one JSON object and nothing else, valid by this JSON Schema: ${JSON.stringify(z.toJSONSchema(schema))}`;
  const format = form === "object" ? { response_format: { type: "json_object" as const } } : {};
  return {
    model,
    messages: withNote(messages, `${note}\n${told}`.trim()),
    ...format,
    max_tokens: maxTokens,
    temperature,
  };
}

function withNote([first, ...others]: readonly Message[], note: string): Message[] {
  const rest = first === undefined ? others : [first, ...others];
  if (note === "") return rest;
  if (first?.role !== "system") return [{ role: "system", content: note }, ...rest];
  return [{ ...first, content: `${first.content}\n\n${note}` }, ...others];
}

/**
 * Asks in the strictest form that the model's service takes, and keeps in mind which that was. A form is given up only when the service
 * says that it does not know what only this form asks for.
 */
export function createFormMemory(): <T>(model: string, ask: (form: ReplyForm) => Promise<T>) => Promise<T> {
  const fitting = new Map<string, ReplyForm>();
  return async (model, ask) => {
    let form = fitting.get(model) ?? "schema";
    for (;;) {
      try {
        const answer = await ask(form);
        fitting.set(model, form);
        return answer;
      } catch (error) {
        const next = simpler[form];
        if (next === undefined || !(error instanceof LlmRejected) || !error.isFormUnknown) throw error;
        form = next;
      }
    }
  };
}

import type { ChatCompletionCreateParamsNonStreaming as Request } from "openai/resources/chat/completions";
import { type ZodType, z } from "zod";
import { type ModelDeclaration, modelFamilies } from "../contracts/models.ts";
import { LlmRejected } from "./errors.ts";

/**
 * How a reply in a schema's form is asked for: strictly by the schema, by JSON mode, or in words alone. Not every service that speaks
 * OpenAI's API knows the first two, nor their newer name for the limit of tokens.
 */
export type ReplyForm = "schema" | "object" | "text";

type Message = { role: "system" | "user" | "assistant"; content: string };

type Asked<T> = {
  model: string;
  /** What is known of it; a model that nobody declared is asked as any server's. */
  declared?: ModelDeclaration | undefined;
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

/** The request in one of the forms, with what the model's family takes and nothing that it refuses. */
export function requestIn<T>(form: ReplyForm, asked: Asked<T>, toFormat: ToFormat): Request {
  const { model, messages, note = "", schema, schemaName } = asked;
  if (form === "schema") {
    return {
      model,
      messages: withNote(messages, note),
      response_format: toFormat(schema, schemaName),
      ...tokenLimit("max_completion_tokens", asked),
      ...sampling(asked),
    };
  }
  const told = `Reply with one JSON object and nothing else, valid by this JSON Schema: ${JSON.stringify(z.toJSONSchema(schema))}`;
  const format = form === "object" ? { response_format: { type: "json_object" as const } } : {};
  return {
    model,
    messages: withNote(messages, `${note}\n${told}`.trim()),
    ...format,
    ...tokenLimit("max_tokens", asked),
    ...sampling(asked),
  };
}

type TokenLimit = "max_completion_tokens" | "max_tokens";

/** By the name that is wanted, if the family knows it. */
function tokenLimit<T>(wanted: TokenLimit, { declared, maxTokens }: Asked<T>): Partial<Request> {
  const known: readonly TokenLimit[] = modelFamilies[declared?.family ?? "compatible"].tokenLimits;
  const limit = Math.min(maxTokens, declared?.limits.outputTokens ?? maxTokens);
  return { [known.includes(wanted) ? wanted : (known[0] ?? wanted)]: limit };
}

/** A model that reasons takes no temperature, and one that cannot is not told how much to. */
function sampling<T>({ declared, temperature }: Asked<T>): Partial<Request> {
  const { reasoningEfforts, notWhileReasoning } = modelFamilies[declared?.family ?? "compatible"];
  if (reasoningEfforts.length === 0) return { temperature };
  const effort = (declared?.reasoningEffort ?? "none") as NonNullable<Request["reasoning_effort"]>;
  const refuses = effort !== "none" && (notWhileReasoning as readonly string[]).includes("temperature");
  return { reasoning_effort: effort, ...(refuses ? {} : { temperature }) };
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

import { randomInt } from "node:crypto";
import * as z from "zod";
import type { Context } from "../context.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import type { RouteRequest } from "../http/route.ts";
import type { Template } from "../store/template.ts";
import { isReply, numbersOfToken } from "./authorize.ts";
import { templatesOf } from "./find-template.ts";
import { refuseComponents } from "./template-rules.ts";
import { graphError, invalidParameter, noSuchObject } from "./graph-error.ts";

const newTemplate = z.looseObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().min(2),
  category: z.enum(["MARKETING", "UTILITY", "AUTHENTICATION"]),
  /** Not Graph's: a test may say what Meta's review has given. */
  status: z.string().optional(),
  parameter_format: z.string().default("POSITIONAL"),
  components: z.array(z.looseObject({ type: z.string(), text: z.string().max(1024).optional() })).min(1),
});

/** `GET|POST|DELETE /{waba_id}/message_templates`. */
export async function messageTemplates(
  context: Context,
  { request, params, query }: RouteRequest,
): Promise<Reply> {
  const { state } = context;
  const wabaId = params.id ?? "";
  const numbers = numbersOfToken(state, request);
  if (isReply(numbers)) return numbers;
  if (!numbers.some((number) => number.wabaId === wabaId)) return noSuchObject(wabaId);
  const own = templatesOf(state, wabaId);
  switch (request.method ?? "") {
    case "GET":
      return page(own, query);
    case "DELETE": {
      const named = own.filter(({ name }) => name === query.get("name"));
      if (named.length === 0)
        return graphError({ code: 100, message: "Message template not found", subcode: 2593002 });
      for (const { id } of named) state.templates.delete(id);
      return jsonReply({ success: true });
    }
    default:
      return create(context, wabaId, await readJson(request));
  }
}

function create({ state, reviewer }: Context, wabaId: string, body: unknown): Reply {
  const parsed = newTemplate.safeParse(body);
  if (!parsed.success) return invalidParameter(parsed.error.issues[0]?.message ?? "");
  const { name, language } = parsed.data;
  const refused = refuseComponents(parsed.data.components, parsed.data.parameter_format);
  if (refused !== undefined) return graphError({ code: 100, message: refused, subcode: 2388043 });
  if (templatesOf(state, wabaId).some((known) => known.name === name && known.language === language))
    return graphError({ code: 100, message: "Content in this language already exists", subcode: 2388024 });
  const given = parsed.data.status;
  const template = { ...parsed.data, id: String(randomInt(1e14, 2e14)), wabaId } as Template;
  if (given === undefined) reviewer.handIn(template);
  else state.templates.set(template.id, template);
  return jsonReply({ id: template.id, status: template.status, category: template.category });
}

function page(templates: readonly Template[], query: URLSearchParams): Reply {
  const start = templates.findIndex(({ id }) => id === query.get("after")) + 1;
  const end = start + Number(query.get("limit") ?? 25);
  const shown = templates.slice(start, end);
  const last = shown.at(-1);
  const next = end < templates.length ? { next: "https://graph.facebook.com/next-page" } : {};
  return jsonReply({
    data: shown.map((template) => ({ ...template, wabaId: undefined })),
    ...(last === undefined ? {} : { paging: { cursors: { before: shown[0]?.id, after: last.id }, ...next } }),
  });
}

import * as z from "zod";
import type { Context } from "../context.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply, problemReply, type Reply } from "../http/reply.ts";
import { route, type Route } from "../http/route.ts";
import { metaEvents } from "./meta-events.ts";
import { type MetaEvent, UnknownNumber } from "./meta-event.ts";

/** Webhooks on demand: `GET` lists them with the fields of each, `POST /__control/events/{name}` tells one. */
export function eventRoutes(context: Context): Route[] {
  const list = metaEvents.map(({ name, about, schema }) => ({
    name,
    about,
    fields: z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
  }));
  return [
    route("GET /__control/events", () => jsonReply({ events: list })),
    route("POST /__control/events/:name", async ({ request, params }) => {
      const body = await readJson(request);
      const event = metaEvents.find(({ name }) => name === params.name);
      return event === undefined
        ? problemReply(404, `There is no event ${params.name}; GET /__control/events lists them`)
        : tell(context, event, body);
    }),
  ];
}

async function tell(context: Context, event: MetaEvent, body: unknown): Promise<Reply> {
  try {
    const told = await event.tell(context, body);
    return typeof told === "string" ? problemReply(409, told) : jsonReply(told);
  } catch (error) {
    if (error instanceof z.ZodError) return problemReply(400, z.prettifyError(error));
    if (error instanceof UnknownNumber) return problemReply(404, error.message);
    throw error;
  }
}

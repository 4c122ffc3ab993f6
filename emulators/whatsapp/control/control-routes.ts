import * as z from "zod";
import type { Context } from "../context.ts";
import { faultPlanSchema } from "../faults/fault-plan.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply, problemReply, type Reply } from "../http/reply.ts";
import { route, type Route, type RouteRequest } from "../http/route.ts";
import { learnBsuids } from "../store/state.ts";
import { handshake } from "../webhook/handshake.ts";
import { listSends } from "./list-sends.ts";

const numberSchema = z.strictObject({
  phoneNumberId: z.string().regex(/^\d+$/),
  displayPhoneNumber: z.string(),
  wabaId: z.string(),
  accessToken: z.string().min(1),
  name: z.string().optional(),
});

const webhookSchema = z.strictObject({ url: z.url(), verifyToken: z.string().optional() });

/** What the real platform does in its dashboards, and what only tests want. */
export function controlRoutes(context: Context): Route[] {
  const { faults, dispatcher, queue, state } = context;
  return [
    route("GET /__control/webhook", () => jsonReply({ url: context.webhookUrl() ?? null, ...queue.stats() })),
    route("POST /__control/webhook", (given) => registerWebhook(context, given)),
    route("POST /__control/numbers", (given) => addNumber(context, given)),
    route("GET /__control/faults", () => jsonReply(faults.plan())),
    route("POST /__control/faults", async ({ request }) => {
      const parsed = faultPlanSchema.safeParse(await readJson(request));
      if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
      dispatcher.flush();
      faults.install(parsed.data);
      return jsonReply(parsed.data);
    }),
    route("DELETE /__control/faults", () => {
      dispatcher.flush();
      faults.clear();
      return jsonReply({});
    }),
    route("GET /__control/sends", ({ query }) => jsonReply({ sends: listSends(state, query.get("to")) })),
  ];
}

/** As the App Dashboard does: the address is taken only if its handshake succeeds. */
async function registerWebhook(
  { settings, state, queue }: Context,
  { request }: RouteRequest,
): Promise<Reply> {
  const parsed = webhookSchema.safeParse(await readJson(request));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  const { url, verifyToken = settings.verifyToken } = parsed.data;
  const problem = await handshake(url, verifyToken, settings.webhookTimeoutMs);
  if (problem !== undefined) return problemReply(422, problem);
  state.webhook.set("url", url);
  queue.wake();
  return jsonReply({ url });
}

async function addNumber({ state }: Context, { request }: RouteRequest): Promise<Reply> {
  const parsed = numberSchema.safeParse(await readJson(request));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  state.numbers.set(parsed.data.phoneNumberId, parsed.data);
  for (const customer of state.customers.values()) learnBsuids(state, customer.phone);
  return jsonReply({ phoneNumberId: parsed.data.phoneNumberId });
}

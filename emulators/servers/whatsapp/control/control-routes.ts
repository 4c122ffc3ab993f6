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
  coexistence: z.boolean().optional(),
});

const webhookSchema = z.strictObject({ url: z.url(), verifyToken: z.string().optional() });

const count = z.number().positive().optional();

const limitsSchema = z.strictObject({
  perSecond: count,
  pair: z.strictObject({ burst: z.number().positive(), everyMs: z.number().positive() }).optional(),
  callsPerHour: count,
  appCallsPerHour: count,
});

const reviewSchema = z.strictObject({
  afterMs: z.number().min(0),
  outcome: z.enum(["APPROVED", "REJECTED"]).default("APPROVED"),
  reason: z.string().optional(),
});

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
    route("GET /__control/limits", () => jsonReply(context.pacer.limits())),
    route("PUT /__control/limits", async ({ request }) => {
      const parsed = limitsSchema.safeParse(await readJson(request));
      if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
      context.pacer.limit(parsed.data);
      return jsonReply(parsed.data);
    }),
    route("PUT /__control/template-review", async ({ request }) => {
      const parsed = reviewSchema.safeParse(await readJson(request));
      if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
      context.reviewer.set(parsed.data);
      return jsonReply(parsed.data);
    }),
    route("DELETE /__control/template-review", () => {
      context.reviewer.set(undefined);
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
  for (const customer of state.customers.values()) learnBsuids(state, customer);
  return jsonReply({ phoneNumberId: parsed.data.phoneNumberId });
}

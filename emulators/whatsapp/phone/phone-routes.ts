import * as z from "zod";
import type { Context } from "../context.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply, problemReply, type Reply } from "../http/reply.ts";
import { route, type Route, type RouteRequest } from "../http/route.ts";
import { ensureCustomer } from "../store/state.ts";
import { eventStream } from "./event-stream.ts";
import { messageView } from "./message-view.ts";
import { pageFile, pageFiles } from "./page-file.ts";
import { phoneMessageSchema, receiveMessage } from "./receive-message.ts";
import { sendWebhooks, webhooksSchema } from "./send-webhooks.ts";

const customerSchema = z.strictObject({
  name: z.string().optional(),
  username: z.string().optional(),
  hidesPhone: z.boolean().optional(),
  autoRead: z.boolean().optional(),
  online: z.boolean().optional(),
});

/** Media come in these bodies as base64. */
const maxMessageBytes = 20_000_000;

/** The customers' side: a phone in the browser, and the same for programs. */
export function phoneRoutes(context: Context): Route[] {
  const { state } = context;
  return [
    ...pageFiles.map((name) => route(`GET /${name}`, () => pageFile(name))),
    route("GET /__phone/outlets", () => jsonReply(outlets(context))),
    route("POST /__phone/messages", (given) => postMessage(context, given)),
    route("POST /__phone/webhooks", (given) => postWebhooks(context, given)),
    route("PUT /__phone/customers/:customer", (given) => putCustomer(context, given)),
    route("GET /__phone/conversations", () => jsonReply(conversations(context))),
    route("GET /__phone/conversations/:phoneNumberId/:customer/messages", ({ params }) => {
      const chat = state.chats.get(`${params.phoneNumberId}:${params.customer?.replaceAll(/\D/g, "")}`);
      return jsonReply({ messages: (chat?.messages ?? []).map((message) => messageView(state, message)) });
    }),
    route("GET /__phone/media/:id", ({ params }) => media(context, params.id ?? "")),
    route("GET /__phone/events", (given) => eventStream(context, given)),
  ];
}

async function postMessage(context: Context, { request }: RouteRequest): Promise<Reply> {
  const parsed = phoneMessageSchema.safeParse(await readJson(request, maxMessageBytes));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  const message = await receiveMessage(context, parsed.data);
  return message === undefined
    ? problemReply(404, "No such business number")
    : jsonReply({ wamid: message.wamid });
}

async function postWebhooks(context: Context, { request }: RouteRequest): Promise<Reply> {
  const parsed = webhooksSchema.safeParse(await readJson(request, maxMessageBytes));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  const url = context.webhookUrl();
  if (url === undefined) return problemReply(409, "No webhook is registered");
  return jsonReply({ statuses: await sendWebhooks(context, url, parsed.data) });
}

async function putCustomer({ state, statuses }: Context, { request, params }: RouteRequest): Promise<Reply> {
  const phone = params.customer?.replaceAll(/\D/g, "") ?? "";
  const parsed = customerSchema.safeParse(await readJson(request));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  if (phone === "") return problemReply(400, "The phone number needs digits");
  const customer = ensureCustomer(state, phone);
  Object.assign(customer, parsed.data);
  state.customers.set(phone, customer);
  for (const { phoneNumberId } of state.numbers.values()) statuses.followChat(phoneNumberId, phone);
  return jsonReply(customer);
}

function outlets({ state }: Context): unknown {
  const numbers = [...state.numbers.values()].map(({ phoneNumberId, displayPhoneNumber, name }) => ({
    phoneNumberId,
    displayPhoneNumber,
    name: name ?? displayPhoneNumber,
  }));
  return { outlets: numbers };
}

function conversations({ state }: Context): unknown {
  const list = [...state.chats.values()].map(({ phoneNumberId, customer, messages }) => {
    const last = messages.at(-1);
    const name = state.customers.get(customer)?.name;
    return { phoneNumberId, customer, name, count: messages.length, last: last && messageView(state, last) };
  });
  return { conversations: list.toSorted((a, b) => (b.last?.at ?? "").localeCompare(a.last?.at ?? "")) };
}

/** For the page only; the sandbox keeps a hostile file from running as this site. */
async function media({ state }: Context, id: string): Promise<Reply> {
  const file = state.media.get(id);
  const bytes = file && (await state.mediaBytes.get(id));
  if (file === undefined || bytes === undefined) return problemReply(404, "No such file");
  const headers = {
    "content-type": file.mimeType,
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
  };
  return { status: 200, headers, body: bytes };
}

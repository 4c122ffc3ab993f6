import * as z from "zod";
import type { Context } from "../context.ts";
import { readJson } from "../http/read-json.ts";
import { jsonReply, problemReply, type Reply } from "../http/reply.ts";
import { route, type Route, type RouteRequest } from "../http/route.ts";
import { ensureCustomer } from "../store/state.ts";
import { deleteMessage, editMessage } from "./change-message.ts";
import { eventStream } from "./event-stream.ts";
import { serveFile, uploadFile } from "./media-routes.ts";
import { messageView } from "./message-view.ts";
import { pageFile, pageFiles } from "./page-file.ts";
import { phoneMessageSchema } from "./phone-message.ts";
import { receiveMessage } from "./receive-message.ts";
import { sendWebhooks, webhooksSchema } from "./send-webhooks.ts";

const customerSchema = z.strictObject({
  name: z.string().min(1).optional(),
  /** Empty takes it away. */
  username: z.string().optional(),
  hidesPhone: z.boolean().optional(),
  hidesReads: z.boolean().optional(),
  autoRead: z.boolean().optional(),
  online: z.boolean().optional(),
});

const editSchema = z.strictObject({ text: z.string().min(1).max(65_536) });

/** Media come in these bodies as base64. */
const maxMessageBytes = 20_000_000;

/** The customers' side: a phone in the browser, and the same for programs. */
export function phoneRoutes(context: Context): Route[] {
  const { state } = context;
  return [
    ...pageFiles.map((name) => route(`GET /${name}`, () => pageFile(name))),
    route("GET /__phone/outlets", () => jsonReply(outlets(context))),
    route("POST /__phone/messages", (given) => postMessage(context, given)),
    route("PUT /__phone/messages/:wamid", (given) => putMessage(context, given)),
    route("DELETE /__phone/messages/:wamid", ({ params }) =>
      changeReply(deleteMessage(context, params.wamid ?? "")),
    ),
    route("POST /__phone/messages/:wamid/played", ({ params }) => {
      const message = state.messages.get(params.wamid ?? "");
      if (message === undefined) return changeReply("unknown");
      context.statuses.play(message);
      return changeReply(undefined);
    }),
    route("POST /__phone/media", (given) => uploadFile(context, given)),
    route("POST /__phone/webhooks", (given) => postWebhooks(context, given)),
    route("PUT /__phone/customers/:customer", (given) => putCustomer(context, given)),
    route("GET /__phone/conversations", () => jsonReply(conversations(context))),
    route("GET /__phone/conversations/:phoneNumberId/:customer/messages", ({ params }) => {
      const chat = state.chats.get(`${params.phoneNumberId}:${params.customer?.replaceAll(/\D/g, "")}`);
      return jsonReply({ messages: (chat?.messages ?? []).map((message) => messageView(state, message)) });
    }),
    route("GET /__phone/media/:id", (given) => serveFile(context, given)),
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

async function putMessage(context: Context, { request, params }: RouteRequest): Promise<Reply> {
  const parsed = editSchema.safeParse(await readJson(request));
  if (!parsed.success) return problemReply(400, z.prettifyError(parsed.error));
  return changeReply(editMessage(context, params.wamid ?? "", parsed.data.text));
}

function changeReply(refusal: ReturnType<typeof editMessage>): Reply {
  if (refusal === undefined) return jsonReply({});
  return problemReply(refusal === "unknown" ? 404 : 409, `The message cannot be changed: ${refusal}`);
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
  const { username } = parsed.data;
  Object.assign(customer, parsed.data, username === "" && { username: undefined });
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
    const { name, username, hidesPhone } = ensureCustomer(state, customer);
    return {
      phoneNumberId,
      customer,
      name,
      username,
      hidesPhone,
      count: messages.length,
      unread: messages.filter(({ direction, step }) => direction === "out" && step === "delivered").length,
      last: last && messageView(state, last),
    };
  });
  return { conversations: list.toSorted((a, b) => (b.last?.at ?? "").localeCompare(a.last?.at ?? "")) };
}

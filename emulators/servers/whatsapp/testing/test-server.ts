import type { LocalServer } from "../../local-server.ts";
import type { MessageView } from "../phone/message-view.ts";
import { startWhatsApp } from "../start-whatsapp.ts";
import type { WhatsAppServerOptions } from "../options.ts";
import type { AcceptedSend } from "../control/list-sends.ts";

export const bandung = {
  phoneNumberId: "100001",
  displayPhoneNumber: "+62 22 555 0101",
  wabaId: "900001",
  accessToken: "token-of-bandung",
  name: "Toko Bandung",
  /** In the phone app too; the other is the API's alone. */
  coexistence: true,
};
export const lisbon = {
  phoneNumberId: "100002",
  displayPhoneNumber: "+351 21 555 0102",
  wabaId: "900002",
  accessToken: "token-of-lisbon",
  name: "Loja Lisboa",
};
export const appSecret = "app-secret";

export type TestServer = LocalServer & {
  /** The answer's JSON; what it holds is for the test to know. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: unknown }>;
  /** A customer writes. */
  write(from: string, text: string, more?: object): Promise<string>;
  /** The business sends by Graph. */
  send(to: string, text: string, more?: object): Promise<{ status: number; body: SendAnswer }>;
  sends(): Promise<AcceptedSend[]>;
  chat(customer: string, phoneNumberId?: string): Promise<MessageView[]>;
  faults(plan: object): Promise<void>;
  /** Meta tells something by itself. */
  event(name: string, fields?: object): Promise<Record<string, unknown>>;
};

export type SendAnswer = {
  contacts?: { input: string; wa_id?: string; user_id?: string }[];
  messages?: { id: string; message_status?: string }[];
  error?: { code: number; message: string; error_subcode?: number; error_data?: { details: string } };
};

/** A server with quick statuses and the calls that tests make. */
export async function startTestServer(options: Partial<WhatsAppServerOptions> = {}): Promise<TestServer> {
  const server = await startWhatsApp({
    port: 0,
    appSecret,
    verifyToken: "verify-me",
    numbers: [bandung, lisbon],
    statusTiming: { sentAfterMs: 1, deliveredAfterMs: 1, readAfterMs: 1 },
    retry: { baseMs: 5, maxMs: 20 },
    ...options,
  });

  async function call(method: string, path: string, body?: unknown, token?: string) {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  return {
    ...server,
    call,
    async write(from, text, more = {}) {
      const { body } = await call("POST", "/__phone/messages", { from, text, ...more });
      return (body as { wamid: string }).wamid;
    },
    send: async (to, text, more = {}) => {
      const message = { messaging_product: "whatsapp", to, type: "text", text: { body: text }, ...more };
      const path = `/v25.0/${bandung.phoneNumberId}/messages`;
      const { status, body } = await call("POST", path, message, bandung.accessToken);
      return { status, body: body as SendAnswer };
    },
    sends: async () => ((await call("GET", "/__control/sends")).body as { sends: AcceptedSend[] }).sends,
    chat: async (customer, phoneNumberId = bandung.phoneNumberId) => {
      const path = `/__phone/conversations/${phoneNumberId}/${customer}/messages`;
      return ((await call("GET", path)).body as { messages: MessageView[] }).messages;
    },
    async faults(plan) {
      const { status, body } = await call("POST", "/__control/faults", plan);
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    async event(name, fields = {}) {
      const { status, body } = await call("POST", `/__control/events/${name}`, fields);
      if (status !== 200) throw new Error(JSON.stringify(body));
      return body as Record<string, unknown>;
    },
  };
}

/** The customers' side of the local WhatsApp server. */
export type Phones = {
  /** A customer writes; resolves to the message's wamid. */
  write(from: string, text: string, to?: string): Promise<string>;
  /** The chat as the phone shows it, oldest first. */
  chat(customer: string, phoneNumberId: string): Promise<PhoneMessage[]>;
  /** Every message of the business that WhatsApp took, whether or not the sender learnt of it. */
  sends(): Promise<Send[]>;
  /** Posts signed bodies to the webhook as they are; resolves to the statuses that it answered. */
  post(bodies: unknown[], copies?: number): Promise<number[]>;
  fault(plan: unknown): Promise<void>;
  /** Registers another webhook address. */
  register(url: string): Promise<void>;
};

type PhoneMessage = { wamid: string; direction: "in" | "out"; text: string; status: string };
export type Send = {
  to: string;
  wamid: string;
  callbackData?: string;
  at: string;
  body: { text?: { body?: string } };
};

export function phonesOf(whatsappUrl: string): Phones {
  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(whatsappUrl + path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
  return {
    async write(from, text, to) {
      const sent = (await call("POST", "/__phone/messages", {
        from,
        text,
        ...(to === undefined ? {} : { to }),
      })) as { wamid: string };
      return sent.wamid;
    },
    async chat(customer, phoneNumberId) {
      const { messages } = (await call(
        "GET",
        `/__phone/conversations/${phoneNumberId}/${customer}/messages`,
      )) as {
        messages: PhoneMessage[];
      };
      return messages;
    },
    async sends() {
      return ((await call("GET", "/__control/sends")) as { sends: Send[] }).sends;
    },
    async post(bodies, copies = 1) {
      return ((await call("POST", "/__phone/webhooks", { bodies, copies })) as { statuses: number[] })
        .statuses;
    },
    async fault(plan) {
      await call("POST", "/__control/faults", plan);
    },
    async register(url) {
      await call("POST", "/__control/webhook", { url, verifyToken: "" });
    },
  };
}

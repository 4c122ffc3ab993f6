import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../http/read-body.ts";

type ReceivedItem = {
  kind: "message" | "status";
  wabaId: string;
  phoneNumberId: string;
  item: Record<string, unknown>;
};

type ReceivedChange = {
  wabaId: string;
  time: number | undefined;
  field: string;
  value: Record<string, unknown>;
};

type Received = { raw: Buffer; headers: IncomingHttpHeaders; items: ReceivedItem[] };

export type WebhookReceiver = {
  url: string;
  verifyToken: string;
  /** Every POST, also those answered otherwise than 200, in order of arrival. */
  received: Received[];
  items(): ReceivedItem[];
  /** Every change of the field, in order of arrival. */
  changes(field: string): ReceivedChange[];
  /** HTTP status of the answers from now on. */
  answerWith(status: number): void;
  /** Resolves with the first truthy value of `find`, looked for again after every POST. */
  until<T>(find: () => T | undefined | false): Promise<T>;
  close(): Promise<void>;
};

type Body = {
  entry?: { id: string; time?: number; changes: { field: string; value: Record<string, unknown> }[] }[];
};

/** The business's end of a webhook, for tests: answers the handshake, keeps what it gets. */
export async function startWebhookReceiver(verifyToken = "verify-me", port = 0): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const allItems: ReceivedItem[] = [];
  const waiting = new Set<() => void>();
  let status = 200;

  const server = createServer((request, response) => {
    if (request.method === "GET") {
      const query = new URL(request.url ?? "", "http://localhost").searchParams;
      const agreed = query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === verifyToken;
      response.writeHead(agreed ? 200 : 403).end(agreed ? query.get("hub.challenge") : "");
      return;
    }
    void readBody(request, 10_000_000).then((raw = Buffer.alloc(0)) => {
      response.writeHead(status).end();
      const items = itemsOf(raw);
      received.push({ raw, headers: request.headers, items });
      allItems.push(...items);
      for (const check of waiting) check();
      return raw;
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    verifyToken,
    received,
    items: () => allItems,
    changes: (field) =>
      received.flatMap(({ raw }) => changesOf(raw)).filter((change) => change.field === field),
    answerWith(next) {
      status = next;
    },
    until: async (find) =>
      new Promise((resolve) => {
        const check = () => {
          const found = find();
          if (found === undefined || found === false) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function changesOf(raw: Buffer): ReceivedChange[] {
  let body: Body;
  try {
    body = JSON.parse(raw.toString("utf8")) as Body;
  } catch {
    return [];
  }
  return (body.entry ?? []).flatMap(({ id: wabaId, time, changes }) =>
    changes.map(({ field, value }) => ({ wabaId, time, field, value })),
  );
}

function itemsOf(raw: Buffer): ReceivedItem[] {
  return changesOf(raw).flatMap(({ wabaId, value }) => {
    const { phone_number_id: phoneNumberId = "" } = (value["metadata"] ?? {}) as { phone_number_id?: string };
    const of = (kind: "message" | "status", key: string) =>
      ((value[key] ?? []) as Record<string, unknown>[]).map((item) => ({
        kind,
        wabaId,
        phoneNumberId,
        item,
      }));
    return [...of("message", "messages"), ...of("status", "statuses")];
  });
}

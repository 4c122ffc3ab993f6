import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

type Asked = { method: string; path: string; body: string };

export type HoldingProxy = {
  readonly url: string;
  /**
   * Stops the next request that matches: before it reaches the server, or when the server has done it but its answer is not
   * passed on. Resolves once it stands there; it never goes on.
   */
  hold(where: "before" | "after", matches: (asked: Asked) => boolean): Promise<void>;
  /** Everything passes again; what is held is dropped. */
  release(): void;
  close(): Promise<void>;
};

/** Stands before a server, so that a test can stop whoever asks it at a certain request. */
export async function startHoldingProxy(target: string): Promise<HoldingProxy> {
  const base = new URL(target);
  let wanted: { where: "before" | "after"; matches: (asked: Asked) => boolean; reached(): void } | undefined;
  let held: ServerResponse[] = [];

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url: path = "" } = incoming;
    const body = await text(incoming.setEncoding("latin1"));
    const hold = wanted?.matches({ method, path, body }) ? wanted : undefined;
    if (hold !== undefined) {
      wanted = undefined;
      held.push(response);
      if (hold.where === "before") return hold.reached();
    }
    const options = { method, path, headers: incoming.headers, host: base.hostname, port: base.port };
    const outgoing = request({ ...options, agent: false }, (answer) => {
      if (hold !== undefined) {
        answer.resume().on("end", hold.reached);
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    outgoing.end(body, "latin1");
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const release = (): void => {
    wanted = undefined;
    for (const response of held) response.destroy();
    held = [];
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base.pathname.replace(/\/$/, "")}`,
    async hold(where, matches) {
      await new Promise<void>((resolve) => {
        wanted = { where, matches, reached: resolve };
      });
    },
    release,
    async close() {
      release();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createWebPages, type WebPages } from "../fetch/web-pages.ts";

type Shown = { body: string | Buffer; type?: string; status?: number; headers?: Record<string, string> };

export type Website = {
  /** What its pages are, by their paths; the ETag follows what they show unless it is given. */
  readonly pages: Map<string, Shown>;
  /** Every path that was asked for, with the status that it was answered with. */
  readonly asked: string[];
  /** The real reader of web pages, for which every public name leads to this website. */
  readonly webPages: WebPages;
  close(): Promise<void>;
};

/** A website on this machine; whoever reads it finds it at a public address. */
export async function startWebsite(): Promise<Website> {
  const pages = new Map<string, Shown>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const page = pages.get(path);
    const etag =
      page?.headers?.["etag"] ?? `"${Buffer.from(String(page?.body)).toString("base64url").slice(-20)}"`;
    const isKnown = page !== undefined && request.headers["if-none-match"] === etag;
    const status = page === undefined ? 404 : isKnown ? 304 : (page.status ?? 200);
    asked.push(`${path} ${status}`);
    response.writeHead(status, { "content-type": page?.type ?? "text/html", etag, ...page?.headers });
    response.end(status === 304 ? undefined : page?.body);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const webPages = createWebPages({
    userAgent: "whatsapp-crm/1.0",
    resolve: async () => ["93.184.216.34"],
    connect: () => connect(port, "127.0.0.1"),
  });
  return {
    pages,
    asked,
    webPages,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

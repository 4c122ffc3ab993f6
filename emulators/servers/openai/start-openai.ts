import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { createEmbedder } from "./embedding/create-embedder.ts";
import { createFaults } from "./faults.ts";
import { handleRequest } from "./handle-request.ts";
import type { ServerState } from "./server-state.ts";
import type { LocalServer, LocalServerOptions } from "../local-server.ts";

export type OpenAiOptions = LocalServerOptions & {
  /** Added to every chat and embeddings response. */
  delayMs?: number;
};

/**
 * A local server that speaks OpenAI's REST API: embeddings by a bundled English sentence encoder, and chat answers taken
 * from the context in the prompt; transcripts of recordings that it was told of; beside it `/rerank`, in Cohere's form. With a data folder, embeddings are kept over a restart.
 */
export async function startOpenAi(options: OpenAiOptions): Promise<LocalServer> {
  const state: ServerState = {
    embedder: await createEmbedder(options.dataDir === undefined ? undefined : path.resolve(options.dataDir)),
    faults: createFaults(),
    requests: [],
    delayMs: options.delayMs ?? 0,
    replyForm: "schema",
    modelEnds: {},
    transcripts: {},
  };
  const server = createServer((request, response) => void handleRequest(request, response, state));
  try {
    await listen(server, options.port);
  } catch (error) {
    await state.embedder.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await state.embedder.close();
    },
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

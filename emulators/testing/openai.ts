import { startOpenAi } from "../servers/openai/start-openai.ts";

export type TestOpenAi = {
  /** As `OPENAI_BASE_URL` wants it. */
  url: string;
  /** What shall go wrong with the next requests, in their order; an empty list ends that. */
  faults(list: readonly object[]): Promise<void>;
  /** How long every answer takes from now on. */
  delay(delayMs: number): Promise<void>;
  /** Changes what the server does, as `{ modelEnds: {…} }`. */
  settings(change: object): Promise<void>;
  /** The bodies of every chat request that was made, oldest first. */
  chats(): Promise<Record<string, unknown>[]>;
  /** How many chat requests were left by their client before they were answered. */
  aborted(): Promise<number>;
  /** The messages of every chat request that was made, oldest first. */
  prompts(): Promise<Prompt[]>;
  close(): Promise<void>;
};

type Prompt = { role: string; content: string }[];
type ChatRequest = { path: string; isAborted: boolean; body?: { messages?: Prompt } };

/** The local OpenAI server, with the calls that tests make of its controls. */
export async function startTestOpenAi(): Promise<TestOpenAi> {
  const server = await startOpenAi({ port: 0 });

  async function control(method: string, name: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${server.port}/__control/${name}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  async function chatRequests(): Promise<ChatRequest[]> {
    const { requests } = (await control("GET", "requests")) as { requests: ChatRequest[] };
    return requests.filter(({ path }) => path.endsWith("/chat/completions"));
  }

  return {
    url: server.url,
    async faults(list) {
      await control("DELETE", "faults");
      if (list.length > 0) await control("POST", "faults", list);
    },
    async delay(delayMs) {
      await control("POST", "settings", { delayMs });
    },
    async settings(change) {
      await control("POST", "settings", change);
    },
    chats: async () => (await chatRequests()).map(({ body }) => ({ ...body })),
    aborted: async () => (await chatRequests()).filter(({ isAborted }) => isAborted).length,
    prompts: async () => (await chatRequests()).map(({ body }) => body?.messages ?? []),
    close: () => server.close(),
  };
}

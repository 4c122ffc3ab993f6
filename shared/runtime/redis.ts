import type { RedisClientType } from "@redis/client";

export type Redis = {
  /** Counts points for the key in its window, which begins with its first. */
  addPoints(key: string, points: number, windowMs: number): Promise<{ points: number; msLeft: number }>;
  close(): Promise<void>;
};

type RedisOptions = {
  /** `redis://` or, over TLS, `rediss://`, with user and password. */
  url: string;
  /** A command that takes longer, connecting included, is given up. */
  timeoutMs?: number;
};

/** Our one client of Redis, or of what speaks its protocol (Memorystore, Valkey). It loads and connects at first use. */
export function createRedis({ url, timeoutMs = 500 }: RedisOptions): Redis {
  let client: RedisClientType | undefined;
  let connecting: Promise<RedisClientType> | undefined;

  /** Tries until it is connected, however long that takes; later breaks are mended by the client itself. */
  async function connect(): Promise<RedisClientType> {
    const { createClient } = await import("@redis/client");
    client = createClient({
      url,
      // What is asked while it is away fails at once: whoever asks has something to go on with.
      disableOfflineQueue: true,
      commandOptions: { timeout: timeoutMs },
      socket: { connectTimeout: timeoutMs, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 5_000) },
    }) as RedisClientType;
    // Told to whoever asks; without a listener it would end the process.
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  return {
    async addPoints(key, points, windowMs) {
      connecting ??= connect();
      const connected = await connecting;
      // In one transaction, so that no count is left without an end. NX: the first sets when the window ends.
      const [, counted, msLeft] = await connected
        .multi()
        .set(key, 0, { condition: "NX", expiration: { type: "PX", value: windowMs } })
        .incrBy(key, points)
        .pTTL(key)
        .exec();
      return { points: Number(counted), msLeft: Math.max(0, Number(msLeft)) };
    },
    async close() {
      if (client?.isOpen === true) client.destroy();
      return Promise.resolve();
    },
  };
}

import { join } from "node:path";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { startBigQuery } from "../servers/bigquery/start-bigquery.ts";
import { startFirebaseAuth } from "../servers/firebase/start-firebase-auth.ts";
import type { LocalServer, LocalServerOptions } from "../servers/local-server.ts";
import { startOpenAi } from "../servers/openai/start-openai.ts";
import type { ServerName } from "./ports.ts";
import { startPostgres } from "../servers/postgres/start-postgres.ts";
import { startPubSub } from "../servers/pubsub/start-pubsub.ts";
import { startQdrant } from "../servers/qdrant/start-qdrant.ts";
import { startStorage, type StorageOptions } from "../servers/storage/start-storage.ts";
import type { WhatsAppOptions } from "../servers/whatsapp/options.ts";
import { startWhatsApp } from "../servers/whatsapp/start-whatsapp.ts";

export type ServersOptions = {
  ports: Record<ServerName, number>;
  projectId: string;
  /** Every server keeps its state in a folder of its own below; without it in memory only. */
  dataDir: string | undefined;
  whatsapp: Pick<WhatsAppOptions, "appSecret" | "verifyToken"> & Partial<WhatsAppOptions>;
  /** Who may sign links to objects. */
  signers: NonNullable<StorageOptions["signers"]>;
  /** False where losing the last writes does not matter: tests. */
  durable: boolean;
  /** Called as each begins to listen. */
  onStarted?(name: ServerName, server: LocalServer): void;
};

/** The variable by which a client finds the server; where it is set already, ours is not started. */
const given: Partial<Record<ServerName, string>> = {
  postgres: "DATABASE_ADMIN_URL",
  qdrant: "QDRANT_URL",
  pubsub: "PUBSUB_EMULATOR_HOST",
  openai: "OPENAI_BASE_URL",
  firebaseAuth: "FIREBASE_AUTH_EMULATOR_HOST",
  storage: "STORAGE_EMULATOR_HOST",
  bigquery: "BIGQUERY_URL",
};

/** Whether another server takes the part of ours. */
export function isGiven(name: ServerName): boolean {
  const variable = given[name];
  return variable !== undefined && Boolean(process.env[variable]);
}

export type Servers = {
  urls: Record<ServerName, string>;
  /** Messages that no function has acknowledged yet; 0 where Pub/Sub is not ours. */
  unackedCount(): number;
  close(): Promise<void>;
};

/** Starts every local server whose part nobody else has taken. A taken port ends in an error that names it. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const started: LocalServer[] = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(started.toReversed().map(async (server) => server.close()));
  };

  async function start(
    name: ServerName,
    begin: (base: LocalServerOptions) => Promise<LocalServer>,
  ): Promise<string> {
    const variable = given[name];
    const url = variable === undefined ? undefined : process.env[variable];
    if (url) return url;
    const port = options.ports[name];
    const dataDir = options.dataDir === undefined ? undefined : join(options.dataDir, name);
    const server = await begin({ port, dataDir }).catch((error: unknown) => {
      throw explainPort(error, name, port);
    });
    started.push(server);
    options.onStarted?.(name, server);
    return server.url;
  }

  const { projectId, signers } = options;
  let unackedCount = (): number => 0;
  const begun = {
    postgres: start("postgres", async (base) => startPostgres({ ...base, durable: options.durable })),
    qdrant: start("qdrant", startQdrant),
    bigquery: start("bigquery", startBigQuery),
    openai: start("openai", startOpenAi),
    firebaseAuth: start("firebaseAuth", async (base) => startFirebaseAuth({ ...base, projectId })),
    whatsapp: start("whatsapp", async (base) =>
      startWhatsApp({ numbers: seedNumbers(), templateReview, ...base, ...options.whatsapp }),
    ),
    pubsub: start("pubsub", async (base) => {
      const pubsub = await startPubSub(base);
      unackedCount = () => pubsub.unackedCount();
      return pubsub;
    }),
  };
  try {
    const pubsubHost = await begun.pubsub;
    const storage = start("storage", async (base) =>
      startStorage({ ...base, projectId, pubsubHost, signers }),
    );
    const entries = Object.entries({ ...begun, storage }).map(
      async ([name, url]) => [name, await url] as const,
    );
    const urls = Object.fromEntries(await Promise.all(entries)) as Record<ServerName, string>;
    return { urls, unackedCount: () => unackedCount(), close };
  } catch (error) {
    await Promise.allSettled(Object.values(begun));
    await close();
    throw error;
  }
}

/** Long enough to be seen to be pending. */
const templateReview = { afterMs: 3_000, outcome: "APPROVED" } as const;

/** Numbers that are in the phone app too, for these convey the most. */
function seedNumbers(): WhatsAppOptions["numbers"] {
  return seedData.map(({ outlet, name }) => ({
    phoneNumberId: outlet.phoneNumberId,
    displayPhoneNumber: outlet.displayPhoneNumber,
    wabaId: outlet.businessAccountId,
    accessToken: outlet.accessToken,
    name,
    coexistence: true,
  }));
}

/** Says which port is taken, and what to do about it. */
function explainPort(error: unknown, name: string, port: number): unknown {
  const taken = error instanceof Error && (error as NodeJS.ErrnoException).code === "EADDRINUSE";
  if (!taken) return error;
  return new Error(
    `Port ${port}, wanted by ${name}, is taken. Is the stack running already? Otherwise end what holds it (lsof -i :${port}).`,
    { cause: error },
  );
}

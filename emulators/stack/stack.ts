import type { FunctionName } from "../../shared/contracts/functions.ts";
import { type DatabaseUrls, prepareDatabase } from "../../shared/db/setup/prepare-database.ts";
import { createBucket, createDocumentsBucket } from "./create-bucket.ts";
import { createTables } from "./create-tables.ts";
import { createTopics } from "./create-topics.ts";
import { seedAccounts } from "./seed-accounts.ts";
import {
  documentsBucket,
  erasuresBucket,
  mediaBucket,
  functionEnvironment,
  localEnvironment,
  localProjectId,
  warehouseDataset,
} from "./local-environment.ts";
import { loadLocalSecrets } from "./local-secrets.ts";
import type { ServerName } from "./ports.ts";
import { runFunctions, type RunningFunctions } from "./run-functions.ts";
import { runSchedules } from "./run-schedules.ts";
import { seed } from "./seed.ts";
import { type Servers, startServers } from "./servers.ts";
import { loadSigningKey } from "../servers/storage/signed/signing-key.ts";
import type { WhatsAppOptions } from "../servers/whatsapp/options.ts";

export type StackOptions = {
  serverPorts: Record<ServerName, number>;
  functionPorts: Record<FunctionName, number>;
  dataDir?: string | undefined;
  /** A process for each function, so that one can be killed alone. */
  isolated: boolean;
  /** Runs the built functions in this folder instead of the sources; needs `isolated`. */
  bundles?: string;
  /** Runs `maintenance` at its times. */
  schedules: boolean;
  durable: boolean;
  whatsapp?: Partial<WhatsAppOptions>;
  /** Variables that differ from the local defaults. */
  environment?: Record<string, string>;
  /** Called with every log line of the functions. */
  onLine?(line: string): void;
  onStarted?(what: string, url: string): void;
};

export type Stack = {
  servers: Servers;
  functions: RunningFunctions;
  database: DatabaseUrls;
  /** What a client of the stack sets to reach it. */
  environment: Record<string, string>;
  close(): Promise<void>;
};

export const passwords = { crm_owner: "crm_owner", crm_local: "crm_local" };

/** Brings the whole product up on this machine: servers, database with its seed, functions, topics, bucket. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const secrets = await loadLocalSecrets(options.dataDir);
  const signing = await loadSigningKey(options.dataDir, localProjectId);
  const closers: (() => Promise<void>)[] = [signing.close];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const servers = await startServers({
      ports: options.serverPorts,
      projectId: localProjectId,
      dataDir: options.dataDir,
      durable: options.durable,
      signers: { [signing.email]: signing.publicKey },
      whatsapp: { ...options.whatsapp, appSecret: secrets.appSecret, verifyToken: secrets.verifyToken },
      onStarted: (name, server) => options.onStarted?.(name, server.url),
    });
    closers.push(servers.close);
    const database = await prepareDatabase(servers.urls.postgres, { database: "crm", passwords });
    await seed(database.ownerUrl, secrets.secretsKey);
    await seedAccounts(servers.urls.firebaseAuth, localProjectId);

    const environment = {
      ...localEnvironment({ urls: servers.urls, database, secrets, keyFile: signing.keyFile }),
      ...options.environment,
    };
    await createTables(localProjectId, servers.urls.bigquery, warehouseDataset);
    const functions = await runFunctions({
      ports: options.functionPorts,
      isolated: options.isolated,
      bundles: options.bundles,
      environmentOf: (names) => functionEnvironment(names, environment),
      onLine: options.onLine ?? (() => undefined),
    });
    closers.push(functions.close);
    await createTopics(localProjectId, servers.urls.pubsub, functions.ports);
    await createDocumentsBucket(localProjectId, servers.urls.storage, documentsBucket);
    for (const name of [mediaBucket, erasuresBucket])
      await createBucket(localProjectId, servers.urls.storage, name);
    await registerWebhook(servers.urls.whatsapp, `http://127.0.0.1:${functions.ports.webhook}/`);
    if (options.schedules) closers.push(runSchedules(functions.ports.maintenance));
    return { servers, functions, database, environment, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As typing the callback URL into Meta's settings: the server makes its handshake with our function. */
async function registerWebhook(whatsappUrl: string, url: string): Promise<void> {
  const response = await fetch(`${whatsappUrl}/__control/webhook`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url }),
  });
  if (!response.ok) throw new Error(`the webhook's handshake failed: ${await response.text()}`);
}

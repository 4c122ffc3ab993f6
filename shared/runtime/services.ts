import type { Kysely } from "kysely";
import { type Bus, createBus } from "./bus.ts";
import { createIdentity, type Identity } from "../tenants/identity.ts";
import { createLlm, type Llm } from "../llm/llm.ts";
import { createMail, type Mail } from "../tenants/mail.ts";
import { createObjects, type Objects } from "../files/objects.ts";
import { createKmsKeyWrapper } from "../tenants/secrets/kms-key-wrapper.ts";
import { createLocalKeyWrapper } from "../tenants/secrets/local-key.ts";
import { createRedis } from "./redis.ts";
import { createReranker, type Reranker } from "../llm/rerank.ts";
import { createTokenVault, type TokenVault } from "../tenants/secrets/token-vault.ts";
import { createVectors, type Vectors } from "../knowledge/vectors/vectors.ts";
import { createWebPages, type WebPages } from "../../functions/ingester/fetch/web-pages.ts";
import { createWarehouse, type Warehouse } from "../analytics/warehouse.ts";
import { createWhatsApp, type WhatsApp } from "../whatsapp/client/whatsapp.ts";
import { createInboundMedia, type InboundMedia } from "../whatsapp/client/media.ts";
import type { FunctionName, VariablesOf } from "../contracts/functions.ts";
import type { VariableName } from "../contracts/variables.ts";
import { modelCatalog } from "../contracts/model-catalog.ts";
import { asRole } from "../db/setup/as-role.ts";
import { createDatabase } from "../db/client.ts";
import { explainRefusal } from "../db/explain-refusal.ts";
import { type RoleKind, roleOf } from "../contracts/database-roles.ts";
import type { Database } from "../db/schema.d.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import { limitsInDatabase, limitsInRedis } from "./limit-store.ts";
import { createLookups, type Lookups } from "../outlets/lookups.ts";
import { type InsuredStore, withInsurance } from "./with-insurance.ts";

type Clients = {
  db: Kysely<Database>;
  lookups: Lookups;
  platformDb: Kysely<Database>;
  /** Where limits are counted for all instances together. */
  limits: InsuredStore;
  bus: Bus;
  whatsapp: WhatsApp;
  tokens: TokenVault;
  llm: Llm;
  vectors: Vectors;
  /** Undefined where none is configured. */
  reranker: Reranker | undefined;
  objects: Objects;
  /** The bucket of customers' files. */
  mediaObjects: Objects;
  webPages: WebPages;
  inboundMedia: InboundMedia;
  identity: Identity;
  mail: Mail;
  warehouse: Warehouse;
};

/** The variable without which a client cannot be. A function that does not list it does not have the client. */
type Needs = {
  db: "DATABASE_URL";
  lookups: "LOOKUP_LIFETIME_MS";
  platformDb: "PLATFORM_DATABASE_URL";
  limits: "REDIS_URL";
  bus: "GOOGLE_CLOUD_PROJECT";
  whatsapp: "WHATSAPP_GRAPH_URL";
  tokens: "SECRETS_KEY";
  llm: "OPENAI_API_KEY";
  vectors: "QDRANT_URL";
  reranker: "RERANK_URL";
  objects: "DOCUMENTS_BUCKET";
  mediaObjects: "MEDIA_BUCKET";
  webPages: "WEB_USER_AGENT";
  inboundMedia: "WHATSAPP_MEDIA_HOSTS";
  identity: "FIREBASE_PROJECT_ID";
  mail: "MAIL_URL";
  warehouse: "BIGQUERY_DATASET";
};

/** What a handler is given: its own configuration and only the clients that its declaration allows. */
export type Services<Name extends FunctionName> = {
  readonly config: Config<VariablesOf<Name>>;
  readonly log: Log;
  now(): Date;
  close(): Promise<void>;
} & {
  readonly [
    Client in keyof Clients as Needs[Client] extends VariablesOf<Name> ? Client : never
  ]: Clients[Client];
};

/** Made once per instance. Every client is made, and connects, at its first use. */
export function createServices<Name extends FunctionName>(
  name: Name,
  given: Config<VariablesOf<Name>>,
  log: Log,
): Services<Name> {
  const config = given as Partial<Config>;
  const closers: (() => Promise<unknown>)[] = [];

  function setting<V extends VariableName>(variable: V): Config[V] {
    const value = config[variable];
    if (value === undefined) throw new Error(`${name} does not list ${variable}`);
    return value;
  }

  function database(variable: "DATABASE_URL" | "PLATFORM_DATABASE_URL", kind: RoleKind): Kysely<Database> {
    const db = createDatabase(asRole(setting(variable), roleOf(name, kind)), {
      maxConnections: setting("DATABASE_POOL_MAX"),
      applicationName: name,
      onQueryError: (error, statement) => explainRefusal(error, statement, { name, kind }),
    });
    closers.push(() => db.destroy());
    return db;
  }

  const clients: { [Client in keyof Clients]: () => Clients[Client] } = {
    db: () => database("DATABASE_URL", "tenant"),
    lookups: () => createLookups({ lifetimeMs: setting("LOOKUP_LIFETIME_MS") }),
    platformDb: () => database("PLATFORM_DATABASE_URL", "platform"),
    limits: () => {
      const { REDIS_URL: url } = config;
      if (url === undefined) {
        const { platformDb } = services as unknown as Pick<Clients, "platformDb">;
        return withInsurance(limitsInDatabase(platformDb), { log });
      }
      const redis = createRedis({ url });
      closers.push(() => redis.close());
      return withInsurance(limitsInRedis(redis), { log });
    },
    bus: () => {
      const bus = createBus({ projectId: setting("GOOGLE_CLOUD_PROJECT") });
      closers.push(() => bus.close());
      return bus;
    },
    whatsapp: () =>
      createWhatsApp({
        baseUrl: setting("WHATSAPP_GRAPH_URL"),
        version: setting("WHATSAPP_GRAPH_VERSION"),
        timeoutMs: setting("WHATSAPP_TIMEOUT_MS"),
      }),
    tokens: () => {
      const { KMS_KEY_NAME: keyName } = config;
      const wrapper =
        keyName === undefined
          ? createLocalKeyWrapper(setting("SECRETS_KEY") ?? [])
          : createKmsKeyWrapper({ keyName });
      return createTokenVault({ wrapper });
    },
    llm: () =>
      createLlm({
        baseUrl: setting("OPENAI_BASE_URL"),
        apiKey: setting("OPENAI_API_KEY"),
        chatModel: setting("OPENAI_CHAT_MODEL"),
        models: modelCatalog(setting("LLM_MODELS")),
        embeddingModel: setting("OPENAI_EMBEDDING_MODEL"),
        embeddingDimensions: setting("OPENAI_EMBEDDING_DIMENSIONS"),
        timeoutMs: setting("OPENAI_TIMEOUT_MS"),
      }),
    vectors: () =>
      createVectors({
        url: setting("QDRANT_URL"),
        apiKey: setting("QDRANT_API_KEY"),
        collection: setting("QDRANT_COLLECTION"),
        dimension: setting("OPENAI_EMBEDDING_DIMENSIONS"),
      }),
    reranker: () =>
      config.RERANK_URL === undefined
        ? undefined
        : createReranker({
            baseUrl: config.RERANK_URL,
            apiKey: setting("RERANK_API_KEY"),
            model: setting("RERANK_MODEL"),
            timeoutMs: setting("RERANK_TIMEOUT_MS"),
          }),
    objects: () => createObjects({ bucket: setting("DOCUMENTS_BUCKET") }),
    mediaObjects: () => createObjects({ bucket: setting("MEDIA_BUCKET") }),
    webPages: () => createWebPages({ userAgent: setting("WEB_USER_AGENT") }),
    inboundMedia: () =>
      createInboundMedia({
        baseUrl: setting("WHATSAPP_GRAPH_URL"),
        version: setting("WHATSAPP_GRAPH_VERSION"),
        timeoutMs: setting("WHATSAPP_TIMEOUT_MS"),
        hosts: setting("WHATSAPP_MEDIA_HOSTS"),
      }),
    mail: () => {
      const mail = createMail({ url: setting("MAIL_URL"), from: setting("MAIL_FROM") });
      closers.push(() => mail.close());
      return mail;
    },
    warehouse: () =>
      createWarehouse({
        url: setting("BIGQUERY_URL"),
        projectId: setting("GOOGLE_CLOUD_PROJECT"),
        dataset: setting("BIGQUERY_DATASET"),
      }),
    identity: () => {
      const identity = createIdentity({ projectId: setting("FIREBASE_PROJECT_ID") });
      closers.push(() => identity.close());
      return identity;
    },
  };

  const services = {
    config,
    log,
    now: () => new Date(),
    close: async () => {
      await Promise.all(closers.splice(0).map(async (close) => close()));
    },
  };
  for (const [member, make] of Object.entries(clients)) defineLazy(services, member, make);
  return services as unknown as Services<Name>;
}

function defineLazy(target: object, member: string, make: () => unknown): void {
  Object.defineProperty(target, member, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(target, member, { value, enumerable: true, configurable: true, writable: true });
      return value;
    },
  });
}

import { pathToFileURL } from "node:url";
import type { DatabaseUrls } from "../../shared/db/setup/prepare-database.ts";
import {
  commonVariables,
  type FunctionDeclaration,
  type FunctionName,
  functions,
} from "../../shared/contracts/functions.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import type { LocalSecrets } from "./local-secrets.ts";
import { consolePagesPort, type ServerName } from "./ports.ts";
import { localPassword } from "./seed-accounts.ts";
import { stateDir } from "./state-dir.ts";

export const localProjectId = "whatsapp-crm-local";
export const documentsBucket = "whatsapp-crm-local-documents";
export const mediaBucket = "whatsapp-crm-local-media";
export const erasuresBucket = "whatsapp-crm-local-erasures";
export const warehouseDataset = "crm";

/** The dimension of the local server's embeddings. */
const localEmbeddingDimensions = "512";

type Place = {
  urls: Record<ServerName, string>;
  database: DatabaseUrls;
  secrets: LocalSecrets;
  keyFile: string;
};

/** Every variable of the local stack, for whoever wants to talk to it. What is set already wins. */
export function localEnvironment({ urls, database, secrets, keyFile }: Place): Record<string, string> {
  const local: Record<string, string> = {
    GOOGLE_CLOUD_PROJECT: localProjectId,
    PUBSUB_EMULATOR_HOST: urls.pubsub,
    STORAGE_EMULATOR_HOST: urls.storage,
    GOOGLE_APPLICATION_CREDENTIALS: keyFile,
    FIREBASE_AUTH_EMULATOR_HOST: urls.firebaseAuth,
    FIREBASE_PROJECT_ID: localProjectId,
    DATABASE_URL: database.functionsUrl,
    PLATFORM_DATABASE_URL: database.functionsUrl,
    WHATSAPP_APP_SECRETS: secrets.appSecret,
    WHATSAPP_VERIFY_TOKEN: secrets.verifyToken,
    WHATSAPP_GRAPH_URL: urls.whatsapp,
    SECRETS_KEY: secrets.secretsKey,
    API_CORS_ORIGINS: [functions.console.localPort, consolePagesPort]
      .map((port) => `http://127.0.0.1:${port}`)
      .join(","),
    CONSOLE_API_URL: `http://127.0.0.1:${functions.api.localPort}`,
    CONSOLE_AUTH_URL: `http://${urls.firebaseAuth}`,
    CONSOLE_UPLOAD_URL: urls.storage,
    CONSOLE_TRIAL_ACCOUNTS: seedData
      .flatMap((tenant) =>
        tenant.users.map(
          ({ displayName, role, email }) =>
            `${displayName} · ${role} of ${tenant.name}=${email}:${localPassword}`,
        ),
      )
      .join(","),
    OPENAI_API_KEY: "local",
    OPENAI_BASE_URL: urls.openai,
    QDRANT_URL: urls.qdrant,
    DOCUMENTS_BUCKET: documentsBucket,
    MEDIA_BUCKET: mediaBucket,
    ERASURES_BUCKET: erasuresBucket,
    BIGQUERY_URL: urls.bigquery,
    BIGQUERY_DATASET: warehouseDataset,
    MAIL_URL: pathToFileURL(`${stateDir}/mail`).href,
    ...(process.env["OPENAI_BASE_URL"] === undefined
      ? {
          OPENAI_EMBEDDING_DIMENSIONS: localEmbeddingDimensions,
          OPENAI_EMBEDDING_MODEL: "bundled-english",
          LLM_MODELS: JSON.stringify({ "bundled-english": { kind: "embedding", source: "this repository" } }),
        }
      : {}),
  };
  // Our own storage server knows one signer and no other, whoever a developer is signed in as.
  const isOursToSign = !process.env["STORAGE_EMULATOR_HOST"];
  const given: NodeJS.ProcessEnv = {
    ...process.env,
    ...(isOursToSign && { GOOGLE_APPLICATION_CREDENTIALS: "" }),
  };
  return Object.fromEntries(Object.entries(local).map(([name, value]) => [name, given[name] || value]));
}

/** Read by Google's clients, not by us: they go to every function. */
const clientVariables = [
  "PUBSUB_EMULATOR_HOST",
  "STORAGE_EMULATOR_HOST",
  "FIREBASE_AUTH_EMULATOR_HOST",
  "GOOGLE_APPLICATION_CREDENTIALS",
];

/** What the named functions get: the variables that they list, as in the cloud, and what starts a process at all. */
export function functionEnvironment(
  names: readonly FunctionName[],
  environment: Record<string, string>,
): Record<string, string> {
  const declared = names.flatMap((name): readonly string[] => {
    const { variables }: FunctionDeclaration = functions[name];
    return variables;
  });
  // Without it Google's clients look for a metadata server, which is only in the cloud.
  const system = {
    PATH: process.env["PATH"] ?? "",
    NODE_ENV: "production",
    METADATA_SERVER_DETECTION: "none",
  };
  const listed = [...commonVariables, ...clientVariables, ...declared].flatMap((name) => {
    const value = environment[name] ?? process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...system, ...Object.fromEntries(listed) };
}

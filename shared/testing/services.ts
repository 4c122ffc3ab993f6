import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { FunctionName } from "../contracts/functions.ts";
import { readConfig } from "../runtime/config.ts";
import { createLog } from "../runtime/log.ts";
import { type Clients, type Composition, createServices, type ServicesOf } from "../runtime/services.ts";
import type { TestDatabase } from "./database.ts";
import { createRecordingBus, type RecordingBus } from "./recording-bus.ts";

/** 32 zero bytes: wraps the data keys of test databases. */
export const testSecretsKey = Buffer.alloc(32).toString("base64");

export type TestServices<Of extends Composition> = Omit<ServicesOf<Of>, "bus"> & {
  readonly bus: RecordingBus;
  /** The log lines written, parsed. */
  readonly lines: Record<string, unknown>[];
};

/**
 * The services of a function on a test database, with a bus that records. `environment` adds or changes variables:
 * the addresses of the local servers that the test has started.
 */
export function createTestServices<Name extends FunctionName, Given extends Clients>(
  composition: Composition<Name, Given>,
  database: Pick<TestDatabase, "appUrl" | "platformUrl">,
  environment: Record<string, string> = {},
): TestServices<Composition<Name, Given>> {
  const { name } = composition;
  const lines: Record<string, unknown>[] = [];
  const config = readConfig(name, {
    GOOGLE_CLOUD_PROJECT: "test",
    DATABASE_URL: database.appUrl,
    PLATFORM_DATABASE_URL: database.platformUrl,
    // What a test changes counts at once.
    LOOKUP_LIFETIME_MS: "0",
    WHATSAPP_APP_SECRETS: "test-app-secret",
    WHATSAPP_VERIFY_TOKEN: "test-verify-token",
    WHATSAPP_GRAPH_URL: "http://127.0.0.1:1",
    SECRETS_KEY: testSecretsKey,
    OPENAI_API_KEY: "test",
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    OPENAI_EMBEDDING_DIMENSIONS: "512",
    QDRANT_URL: "http://127.0.0.1:1",
    DOCUMENTS_BUCKET: "test-documents",
    MEDIA_BUCKET: "test-media",
    ERASURES_BUCKET: "test-erasures",
    BIGQUERY_URL: "http://127.0.0.1:1",
    BIGQUERY_DATASET: "crm",
    FIREBASE_PROJECT_ID: "test",
    MAIL_URL: pathToFileURL(join(tmpdir(), "whatsapp-crm-test-mail")).href,
    REPLY_BURST_WAIT_MS: "0",
    ...environment,
  });
  const destination = {
    write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>),
  };
  const log = createLog({ functionName: name, projectId: "test", level: "debug", destination });
  const services = createServices(composition, config, log);
  Object.defineProperty(services, "bus", { value: createRecordingBus() });
  return Object.assign(services, { lines }) as unknown as TestServices<Composition<Name, Given>>;
}

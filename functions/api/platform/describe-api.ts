import { createLog } from "../../../shared/runtime/log.ts";
import { readConfig } from "../../../shared/runtime/config.ts";
import { createServices } from "../../../shared/runtime/services.ts";
import { createApp } from "../app.ts";
import { openApiDocument } from "./openapi-document.ts";

/** The OpenAPI document without anything running: services connect at their first use, and describing uses none. */
export function describeApi(): object {
  const config = readConfig("api", {
    GOOGLE_CLOUD_PROJECT: "none",
    DATABASE_URL: "postgres://none",
    PLATFORM_DATABASE_URL: "postgres://none",
    FIREBASE_PROJECT_ID: "none",
    OPENAI_API_KEY: "none",
    QDRANT_URL: "http://none",
    DOCUMENTS_BUCKET: "none",
    MEDIA_BUCKET: "none",
    MAIL_URL: "file:///none",
    SECRETS_KEY: Buffer.alloc(32).toString("base64"),
  });
  const log = createLog({
    functionName: "api",
    projectId: "none",
    level: "silent",
    destination: { write: () => undefined },
  });
  return openApiDocument(createApp(createServices("api", config, log)));
}

import { describe, expect, test } from "vitest";
import { functions } from "../contracts/functions.ts";
import { readConfig } from "./config.ts";

const webhook = {
  GOOGLE_CLOUD_PROJECT: "test",
  WHATSAPP_APP_SECRETS: "one, two,",
  WHATSAPP_VERIFY_TOKEN: "token",
};

function errorOf(read: () => unknown): string {
  try {
    read();
    return "no error";
  } catch (error) {
    return String(error);
  }
}

describe("a function's configuration", () => {
  test("is exactly what the function lists, read by each variable's form, with defaults", () => {
    const config = readConfig("webhook", { ...webhook, DATABASE_URL: "postgres://x", OTHER: "x" });
    expect(config).toEqual({
      GOOGLE_CLOUD_PROJECT: "test",
      LOG_LEVEL: "info",
      TRUSTED_PROXIES: 1,
      WHATSAPP_APP_SECRETS: ["one", "two"],
      WHATSAPP_VERIFY_TOKEN: "token",
    });
  });

  test("cannot be changed", () => {
    expect(Object.isFrozen(readConfig("webhook", webhook))).toBe(true);
  });

  test("that is missing is told in one message, every name of it", () => {
    const message = errorOf(() => readConfig("sender", { LOG_LEVEL: "info" }));
    expect(message).toContain("sender cannot start");
    for (const name of ["GOOGLE_CLOUD_PROJECT", "DATABASE_URL", "SECRETS_KEY"]) {
      expect(message).toContain(`${name}: is not set`);
    }
    expect(message).not.toContain("DATABASE_POOL_MAX");
    expect(message).not.toContain("WHATSAPP_VERIFY_TOKEN");
  });

  test("that is empty counts as missing", () => {
    expect(errorOf(() => readConfig("webhook", { ...webhook, WHATSAPP_VERIFY_TOKEN: "" }))).toContain(
      "WHATSAPP_VERIFY_TOKEN: is not set",
    );
  });

  test("that is malformed is named, and never shown", () => {
    const message = errorOf(() =>
      readConfig("sender", {
        GOOGLE_CLOUD_PROJECT: "test",
        LOG_LEVEL: "s3cret-level",
        DATABASE_URL: "postgres://crm:s3cret-password@db/crm",
        DATABASE_POOL_MAX: "s3cret-number",
        WHATSAPP_GRAPH_URL: "s3cret-address",
        WHATSAPP_GRAPH_VERSION: "s3cret-version",
        WHATSAPP_TIMEOUT_MS: "-1",
        SECRETS_KEY: "s3cret-key!",
      }),
    );
    for (const name of [
      "LOG_LEVEL",
      "DATABASE_POOL_MAX",
      "WHATSAPP_GRAPH_URL",
      "WHATSAPP_GRAPH_VERSION",
      "WHATSAPP_TIMEOUT_MS",
      "SECRETS_KEY",
    ]) {
      expect(message).toContain(`  ${name}: `);
    }
    expect(message).not.toContain("DATABASE_URL");
    expect(message).not.toContain("s3cret");
  });

  test("needs at least one app secret", () => {
    expect(errorOf(() => readConfig("webhook", { ...webhook, WHATSAPP_APP_SECRETS: " , " }))).toContain(
      "WHATSAPP_APP_SECRETS: ",
    );
  });

  test("gives the webhook no database", () => {
    expect(functions.webhook.variables).not.toContain("DATABASE_URL");
  });
});

describe("a model", () => {
  const ingester = {
    GOOGLE_CLOUD_PROJECT: "test",
    DATABASE_URL: "postgres://x",
    OPENAI_API_KEY: "x",
    QDRANT_URL: "http://127.0.0.1:1",
    DOCUMENTS_BUCKET: "test",
  };

  test("that nobody declared, or that does other work, is refused at the start", () => {
    const wrong = { ...ingester, OPENAI_CHAT_MODEL: "llama", OPENAI_EMBEDDING_MODEL: "gpt-6-luna" };
    const message = errorOf(() => readConfig("ingester", wrong));
    expect(message).toContain("OPENAI_CHAT_MODEL: is not a model that is declared here");
    expect(message).toContain("OPENAI_EMBEDDING_MODEL: is no model for embedding");
  });

  test("of any service may be declared by the operator", () => {
    const declared = { llama: { kind: "chat", limits: { outputTokens: 4_000 }, endsOn: "2027-05-01" } };
    const environment = {
      ...ingester,
      OPENAI_CHAT_MODEL: "llama",
      LLM_MODELS: JSON.stringify(declared),
    };
    expect(readConfig("ingester", environment).LLM_MODELS["llama"]).toMatchObject({ family: "compatible" });
    for (const models of ["{", '{"llama":{}}', '{"llama":{"kind":"chat","endsOn":"soon"}}'])
      expect(errorOf(() => readConfig("ingester", { ...environment, LLM_MODELS: models }))).toContain(
        "LLM_MODELS",
      );
  });
});

describe("what wraps the data keys", () => {
  const sender = { GOOGLE_CLOUD_PROJECT: "test", DATABASE_URL: "postgres://x", MEDIA_BUCKET: "test" };
  const key = Buffer.alloc(32, 1).toString("base64");
  const kmsKey = "projects/p/locations/l/keyRings/r/cryptoKeys/k";

  test("is a key, two while one is rotated, or a key of Cloud KMS", () => {
    expect(readConfig("sender", { ...sender, SECRETS_KEY: key }).SECRETS_KEY).toEqual([key]);
    expect(readConfig("sender", { ...sender, SECRETS_KEY: `${key}, ${key}` }).SECRETS_KEY).toEqual([
      key,
      key,
    ]);
    expect(readConfig("sender", { ...sender, KMS_KEY_NAME: kmsKey })).toMatchObject({ KMS_KEY_NAME: kmsKey });
  });

  test("is exactly one of them, and nothing starts otherwise", () => {
    expect(errorOf(() => readConfig("sender", sender))).toContain(
      "SECRETS_KEY: is not set, nor is KMS_KEY_NAME",
    );
    const both = errorOf(() => readConfig("sender", { ...sender, SECRETS_KEY: key, KMS_KEY_NAME: kmsKey }));
    expect(both).toContain("SECRETS_KEY: is set, and so is KMS_KEY_NAME");
    expect(both).not.toContain(key);
  });

  test.each([
    ["SECRETS_KEY", "c2hvcnQ="],
    ["SECRETS_KEY", `${key},${key},${key}`],
    ["SECRETS_KEY", "not base64 at all"],
    ["KMS_KEY_NAME", `${kmsKey}/cryptoKeyVersions/1`],
    ["KMS_KEY_NAME", "a-short-name"],
  ])("is refused when it has another form: %s", (name, value) => {
    const message = errorOf(() => readConfig("sender", { ...sender, [name]: value }));
    expect(message).toContain(`${name}: `);
    expect(message).not.toContain(value);
  });

  test("is not asked of a function that reads no tokens", () => {
    expect(errorOf(() => readConfig("webhook", webhook))).toBe("no error");
  });
});

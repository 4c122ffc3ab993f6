import type { Plugin } from "esbuild";
import { type FunctionDeclaration, functions } from "../../shared/contracts/functions.ts";
import { variables, type VariableName } from "../../shared/contracts/variables.ts";

const wrapping: readonly VariableName[] = ["SECRETS_KEY", "KMS_KEY_NAME"];
const buckets = (Object.keys(variables) as VariableName[]).filter((name) => name.endsWith("_BUCKET"));

/** The variables of which a function must list one to have the client; `services.ts` never makes it otherwise. */
const clients: { file: string; maker: string; needs: readonly VariableName[] }[] = [
  { file: "shared/db/client.ts", maker: "createDatabase", needs: ["DATABASE_URL", "PLATFORM_DATABASE_URL"] },
  { file: "shared/outlets/lookups.ts", maker: "createLookups", needs: ["LOOKUP_LIFETIME_MS"] },
  { file: "shared/llm/llm.ts", maker: "createLlm", needs: ["OPENAI_API_KEY"] },
  { file: "shared/knowledge/vectors/vectors.ts", maker: "createVectors", needs: ["QDRANT_URL"] },
  { file: "shared/llm/rerank.ts", maker: "createReranker", needs: ["RERANK_URL"] },
  { file: "shared/files/objects.ts", maker: "createObjects", needs: buckets },
  { file: "shared/tenants/secrets/token-vault.ts", maker: "createTokenVault", needs: wrapping },
  { file: "shared/tenants/secrets/local-key.ts", maker: "createLocalKeyWrapper", needs: ["SECRETS_KEY"] },
  {
    file: "shared/tenants/secrets/kms-key-wrapper.ts",
    maker: "createKmsKeyWrapper",
    needs: ["KMS_KEY_NAME"],
  },
  { file: "shared/tenants/identity.ts", maker: "createIdentity", needs: ["FIREBASE_PROJECT_ID"] },
  { file: "shared/tenants/mail.ts", maker: "createMail", needs: ["MAIL_URL"] },
  { file: "shared/analytics/warehouse.ts", maker: "createWarehouse", needs: ["BIGQUERY_DATASET"] },
  { file: "functions/ingester/fetch/web-pages.ts", maker: "createWebPages", needs: ["WEB_USER_AGENT"] },
  { file: "shared/whatsapp/client/media.ts", maker: "createInboundMedia", needs: ["WHATSAPP_MEDIA_HOSTS"] },
  { file: "shared/whatsapp/client/whatsapp.ts", maker: "createWhatsApp", needs: ["WHATSAPP_GRAPH_URL"] },
];

/** Leaves out of a function's bundle the clients that its declaration does not allow, and so their packages. */
export function leaveOutClients(name: string): Plugin {
  const declared: FunctionDeclaration | undefined = Object.hasOwn(functions, name)
    ? functions[name as keyof typeof functions]
    : undefined;
  return {
    name: "leave-out-clients",
    setup({ onLoad }) {
      if (declared === undefined) return;
      for (const { file, maker, needs } of clients) {
        if (needs.some((variable) => declared.variables.includes(variable))) continue;
        onLoad(
          {
            filter: new RegExp(
              `[\\\\/]${file.replaceAll("/", String.raw`[\\/]`).replace(".", String.raw`\.`)}$`,
            ),
          },
          () => ({
            contents: `export function ${maker}() { throw new Error("${name} does not list ${needs.join(" or ")}"); }`,
            loader: "js",
          }),
        );
      }
    },
  };
}

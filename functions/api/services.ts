import { documentsBucket, mediaBucket } from "../../shared/files/objects.ts";
import { qdrant } from "../../shared/knowledge/vectors/vectors.ts";
import { languageModel } from "../../shared/llm/llm.ts";
import { rerankingModel } from "../../shared/llm/rerank.ts";
import { lookups } from "../../shared/outlets/lookups.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database, platformDatabase } from "../../shared/runtime/database.ts";
import { sharedLimits } from "../../shared/runtime/limits.ts";
import { firebaseAuth } from "../../shared/tenants/identity.ts";
import { mailer } from "../../shared/tenants/mail.ts";
import { tokenVault } from "../../shared/tenants/secrets/token-vault.ts";
import { graph } from "../../shared/whatsapp/client/whatsapp.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const apiFunction = compose("api", {
  db: database,
  platformDb: platformDatabase,
  limits: sharedLimits,
  bus: pubsub,
  lookups,
  tokens: tokenVault,
  whatsapp: graph,
  llm: languageModel,
  vectors: qdrant,
  reranker: rerankingModel,
  objects: documentsBucket,
  mediaObjects: mediaBucket,
  identity: firebaseAuth,
  mail: mailer,
});

export type ApiServices = ServicesOf<typeof apiFunction>;

import { bigquery } from "../../shared/analytics/warehouse.ts";
import { documentsBucket, erasuresBucket, mediaBucket } from "../../shared/files/objects.ts";
import { qdrant } from "../../shared/knowledge/vectors/vectors.ts";
import { languageModel } from "../../shared/llm/llm.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database, platformDatabase } from "../../shared/runtime/database.ts";
import { firebaseAuth } from "../../shared/tenants/identity.ts";
import { mailer } from "../../shared/tenants/mail.ts";
import { tokenVault } from "../../shared/tenants/secrets/token-vault.ts";
import { graph } from "../../shared/whatsapp/client/whatsapp.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const maintenanceFunction = compose("maintenance", {
  db: database,
  platformDb: platformDatabase,
  bus: pubsub,
  tokens: tokenVault,
  whatsapp: graph,
  vectors: qdrant,
  objects: documentsBucket,
  mediaObjects: mediaBucket,
  erasures: erasuresBucket,
  llm: languageModel,
  identity: firebaseAuth,
  mail: mailer,
  warehouse: bigquery,
});

export type MaintenanceServices = ServicesOf<typeof maintenanceFunction>;

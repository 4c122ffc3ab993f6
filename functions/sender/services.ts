import { mediaBucket } from "../../shared/files/objects.ts";
import { lookups } from "../../shared/outlets/lookups.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database } from "../../shared/runtime/database.ts";
import { tokenVault } from "../../shared/tenants/secrets/token-vault.ts";
import { graph } from "../../shared/whatsapp/client/whatsapp.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const senderFunction = compose("sender", {
  db: database,
  bus: pubsub,
  lookups,
  tokens: tokenVault,
  whatsapp: graph,
  mediaObjects: mediaBucket,
});

export type SenderServices = ServicesOf<typeof senderFunction>;

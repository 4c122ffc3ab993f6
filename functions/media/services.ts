import { mediaBucket } from "../../shared/files/objects.ts";
import { lookups } from "../../shared/outlets/lookups.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database } from "../../shared/runtime/database.ts";
import { tokenVault } from "../../shared/tenants/secrets/token-vault.ts";
import { graphMedia } from "../../shared/whatsapp/client/media.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const mediaFunction = compose("media", {
  db: database,
  bus: pubsub,
  lookups,
  tokens: tokenVault,
  inboundMedia: graphMedia,
  mediaObjects: mediaBucket,
});

export type MediaServices = ServicesOf<typeof mediaFunction>;

import { webReader } from "./fetch/web-pages.ts";
import { documentsBucket } from "../../shared/files/objects.ts";
import { qdrant } from "../../shared/knowledge/vectors/vectors.ts";
import { languageModel } from "../../shared/llm/llm.ts";
import { pubsub } from "../../shared/runtime/bus.ts";
import { database } from "../../shared/runtime/database.ts";
import { compose, type ServicesOf } from "../../shared/runtime/services.ts";

/** What the function is composed of. */
export const ingesterFunction = compose("ingester", {
  db: database,
  bus: pubsub,
  llm: languageModel,
  vectors: qdrant,
  objects: documentsBucket,
  webPages: webReader,
});

export type IngesterServices = ServicesOf<typeof ingesterFunction>;

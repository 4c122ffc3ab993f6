import type { protos } from "@google-cloud/pubsub";

/** A topic as GetTopic answers it. */
export type TopicConfig = protos.google.pubsub.v1.ITopic & { name: string };

/** Fields that UpdateTopic may change; only labels mean anything locally, the others are kept and given back. */
export const mutableTopicFields: ReadonlySet<string> = new Set([
  "labels",
  "messageStoragePolicy",
  "messageRetentionDuration",
  "schemaSettings",
  "ingestionDataSourceSettings",
  "messageTransforms",
  "kmsKeyName",
]);

/** What a subscription's `topic` says once its topic is gone, as in the real service. */
export const deletedTopic = "_deleted-topic_";

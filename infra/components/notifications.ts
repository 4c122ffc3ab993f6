import * as gcp from "@pulumi/gcp";
import { topicNames, topics } from "../../shared/contracts/topics.ts";
import type { Context } from "../context.ts";
import type { Buckets } from "./buckets.ts";
import { topicOf, type Topics } from "./topics.ts";

/** Has Cloud Storage tell of every document that is written, on the topic that carries its own notifications. */
export function notifyUploads(
  { project, services }: Context,
  { documents }: Buckets,
  declared: Topics,
): void {
  const storage = gcp.storage.getProjectServiceAccountOutput({ project }, { dependsOn: services });
  for (const name of topicNames.filter((topic) => topics[topic].wire === "cloud-storage-notification")) {
    const topic = topicOf(declared, name);
    const publisher = new gcp.pubsub.TopicIAMMember(`${name}:storage`, {
      project,
      topic: topic.name,
      role: "roles/pubsub.publisher",
      member: storage.member,
    });
    new gcp.storage.Notification(
      name,
      {
        bucket: documents.name,
        topic: topic.id,
        payloadFormat: "JSON_API_V1",
        eventTypes: ["OBJECT_FINALIZE"],
        objectNamePrefix: "tenants/",
      },
      { dependsOn: [publisher] },
    );
  }
}

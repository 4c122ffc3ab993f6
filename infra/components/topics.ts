import * as gcp from "@pulumi/gcp";
import { deadLetterTopicOf, type TopicName, topicNames, topics } from "../../shared/contracts/topics.ts";
import type { Context } from "../context.ts";

export type Topics = {
  /** By Pub/Sub's name, the dead-letter topics among them. */
  byName: ReadonlyMap<string, gcp.pubsub.Topic>;
  /** Pub/Sub's own account, which pushes and which moves dead letters. */
  agent: gcp.projects.ServiceIdentity;
};

const sevenDays = `${7 * 24 * 3600}s`;

/** Every declared topic and the topic of its dead letters. Both can be replayed for seven days. */
export function createTopics({ project, labels, services }: Context): Topics {
  const agent = new gcp.projects.ServiceIdentity(
    "pubsub",
    { project, service: "pubsub.googleapis.com" },
    { dependsOn: services },
  );
  const byName = new Map<string, gcp.pubsub.Topic>();
  for (const name of topicNames) {
    byName.set(
      name,
      createTopic(name, { project, labels: { ...labels, "schema-version": String(topics[name].version) } }),
    );
    const deadLetters = createTopic(deadLetterTopicOf(name), {
      project,
      labels: { ...labels, "dead-letters": "true" },
    });
    byName.set(deadLetterTopicOf(name), deadLetters);
    new gcp.pubsub.TopicIAMMember(`${name}.dead-letter:pubsub`, {
      project,
      topic: deadLetters.name,
      role: "roles/pubsub.publisher",
      member: agent.member,
    });
  }
  return { byName, agent };

  function createTopic(name: string, args: gcp.pubsub.TopicArgs): gcp.pubsub.Topic {
    return new gcp.pubsub.Topic(
      name,
      { ...args, name, messageRetentionDuration: sevenDays },
      { dependsOn: services },
    );
  }
}

/** The declared topic; throws where the program has not made it. */
export function topicOf({ byName }: Topics, name: TopicName | (string & {})): gcp.pubsub.Topic {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no topic ${name}`);
  return found;
}

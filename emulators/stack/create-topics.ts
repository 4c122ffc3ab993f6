import { PubSub } from "@google-cloud/pubsub";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import { listSubscriptions, type Subscription } from "../../shared/contracts/subscriptions.ts";
import { deadLetterTopicOf, topicNames } from "../../shared/contracts/topics.ts";

/** Creates what the contracts declare, as the infrastructure does in the cloud; what exists is brought up to date. */
export async function createTopics(
  projectId: string,
  pubsubHost: string,
  functionPorts: Record<FunctionName, number>,
): Promise<void> {
  const pubsub = new PubSub({ projectId, apiEndpoint: pubsubHost, emulatorMode: true });
  try {
    const topics = topicNames.flatMap((name) => [name, deadLetterTopicOf(name)]);
    await Promise.all(topics.map(async (name) => orExisting(pubsub.createTopic(name))));
    await Promise.all(
      listSubscriptions().map(async (subscription) =>
        createSubscription(pubsub, projectId, subscription, functionPorts),
      ),
    );
  } finally {
    await pubsub.close();
  }
}

async function createSubscription(
  pubsub: PubSub,
  projectId: string,
  declared: Subscription,
  functionPorts: Record<FunctionName, number>,
): Promise<void> {
  const pushConfig = { pushEndpoint: `http://127.0.0.1:${functionPorts[declared.pushTo]}/` };
  await orExisting(
    pubsub.topic(declared.topic).createSubscription(declared.name, {
      pushConfig,
      enableMessageOrdering: declared.ordered,
      ...(declared.filter === undefined ? {} : { filter: declared.filter }),
      ackDeadlineSeconds: declared.ackDeadlineSeconds,
      retryPolicy: {
        minimumBackoff: { seconds: declared.minimumBackoffSeconds },
        maximumBackoff: { seconds: declared.maximumBackoffSeconds },
      },
      ...(declared.deadLetter === undefined
        ? {}
        : {
            deadLetterPolicy: {
              deadLetterTopic: `projects/${projectId}/topics/${declared.deadLetter.topic}`,
              maxDeliveryAttempts: declared.deadLetter.maxDeliveryAttempts,
            },
          }),
    }),
  );
  await pubsub.subscription(declared.name).modifyPushConfig(pushConfig);
}

const alreadyExists = 6;

async function orExisting(creating: Promise<unknown>): Promise<void> {
  try {
    await creating;
  } catch (error) {
    if ((error as { code?: unknown }).code !== alreadyExists) throw error;
  }
}

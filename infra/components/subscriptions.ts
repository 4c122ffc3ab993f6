import * as gcp from "@pulumi/gcp";
import type { Context } from "../context.ts";
import type { Accounts } from "./accounts.ts";
import type { Endpoint } from "./endpoints.ts";
import { topicOf, type Topics } from "./topics.ts";

/** A push subscription for every consumer of every topic, signed in the name of the account that may call it. */
export function createSubscriptions(
  { project, labels, contracts }: Context,
  topics: Topics,
  endpoints: ReadonlyMap<string, Endpoint>,
  { pubsub }: Accounts,
): void {
  const signs = new gcp.serviceaccount.IAMMember("pubsub-push:agent", {
    serviceAccountId: pubsub.name,
    role: "roles/iam.serviceAccountTokenCreator",
    member: topics.agent.member,
  });
  for (const declared of contracts.subscriptions) {
    const endpoint = endpoints.get(declared.pushTo);
    if (endpoint === undefined)
      throw new Error(`${declared.name} pushes to ${declared.pushTo}, which is not declared`);
    const subscription = new gcp.pubsub.Subscription(
      declared.name,
      {
        project,
        name: declared.name,
        topic: topicOf(topics, declared.topic).id,
        enableMessageOrdering: declared.ordered,
        ...(declared.filter === undefined ? {} : { filter: declared.filter }),
        ackDeadlineSeconds: declared.ackDeadlineSeconds,
        messageRetentionDuration: `${7 * 24 * 3600}s`,
        // Never: an empty topic for a month is no reason to lose the subscription.
        expirationPolicy: { ttl: "" },
        retryPolicy: {
          minimumBackoff: `${declared.minimumBackoffSeconds}s`,
          maximumBackoff: `${declared.maximumBackoffSeconds}s`,
        },
        ...(declared.deadLetter === undefined
          ? {}
          : {
              deadLetterPolicy: {
                deadLetterTopic: topicOf(topics, declared.deadLetter.topic).id,
                maxDeliveryAttempts: declared.deadLetter.maxDeliveryAttempts,
              },
            }),
        pushConfig: {
          pushEndpoint: endpoint.url,
          oidcToken: { serviceAccountEmail: pubsub.email, audience: endpoint.url },
        },
        labels: { ...labels, function: declared.pushTo },
      },
      { dependsOn: [signs, ...endpoint.callers] },
    );
    if (declared.deadLetter === undefined) continue;
    // It acknowledges what it has moved to the dead letters.
    new gcp.pubsub.SubscriptionIAMMember(declared.name, {
      project,
      subscription: subscription.name,
      role: "roles/pubsub.subscriber",
      member: topics.agent.member,
    });
  }
}

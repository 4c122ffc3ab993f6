import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { protos } from "@google-cloud/pubsub";
import { checkPullable } from "../pull/check-pullable.ts";
import { pull } from "../pull/pull.ts";
import { receivedMessage } from "../pull/received-message.ts";
import { streamingPull } from "../pull/streaming-pull.ts";
import { applyUpdateMask } from "../resources/apply-update-mask.ts";
import { page } from "../resources/page.ts";
import { checkResourceName } from "../resources/resource-name.ts";
import {
  completeSubscriptionConfig,
  mutableSubscriptionFields,
  type SubscriptionConfig,
} from "../resources/subscription-config.ts";
import type { Store } from "../store.ts";
import { alreadyExists, invalidArgument } from "./status-error.ts";
import { unary } from "./unary.ts";

type v1 = typeof protos.google.pubsub.v1;
type Request<Name extends keyof v1> = v1[Name] extends new () => infer Instance ? Instance : never;

/** `google.pubsub.v1.Subscriber`; snapshots and Seek are left out and answer UNIMPLEMENTED. */
export function subscriberService(store: Store): UntypedServiceImplementation {
  /** Throws NOT_FOUND when the dead-letter topic does not exist. */
  function complete(config: SubscriptionConfig): SubscriptionConfig {
    const completed = completeSubscriptionConfig(config);
    if (completed.deadLetterPolicy?.deadLetterTopic)
      store.getTopic(completed.deadLetterPolicy.deadLetterTopic);
    return completed;
  }

  return {
    createSubscription: unary((request: SubscriptionConfig) => {
      checkResourceName(request.name, "subscriptions");
      if (store.subscriptions.has(request.name)) throw alreadyExists(request.name);
      store.getTopic(request.topic);
      return store.saveSubscription(complete(request)).config;
    }),
    getSubscription: unary(
      (request: Request<"GetSubscriptionRequest">) => store.getSubscription(request.subscription).config,
    ),
    updateSubscription: unary(({ subscription, updateMask }: Request<"UpdateSubscriptionRequest">) => {
      if (!subscription?.name) throw invalidArgument("The subscription in the request must have a name.");
      const { config } = store.getSubscription(subscription.name);
      const changes: SubscriptionConfig = { ...subscription, name: config.name, topic: config.topic };
      const paths = updateMask?.paths ?? [];
      const changed = applyUpdateMask(config, changes, paths, mutableSubscriptionFields);
      return store.saveSubscription(complete(changed)).config;
    }),
    listSubscriptions: unary((request: Request<"ListSubscriptionsRequest">) => {
      const names = [...store.subscriptions.keys()].filter((name) => name.startsWith(`${request.project}/`));
      const { names: listed, nextPageToken } = page(names, request);
      return { subscriptions: listed.map((name) => store.getSubscription(name).config), nextPageToken };
    }),
    deleteSubscription: unary((request: Request<"DeleteSubscriptionRequest">) => {
      store.deleteSubscription(request.subscription);
      return {};
    }),
    modifyPushConfig: unary(({ subscription, pushConfig }: Request<"ModifyPushConfigRequest">) => {
      const { config } = store.getSubscription(subscription);
      store.saveSubscription(complete({ ...config, pushConfig: pushConfig ?? null }));
      return {};
    }),
    pull: unary(async (request: Request<"PullRequest">, call) => {
      if (request.maxMessages < 1) throw invalidArgument("max_messages must be at least 1.");
      const subscription = store.getSubscription(request.subscription);
      checkPullable(subscription);
      const cancelled = new AbortController();
      call.on("cancelled", () => cancelled.abort());
      const deliveries = await pull(subscription, {
        maxMessages: request.maxMessages,
        isImmediate: request.returnImmediately,
        signal: cancelled.signal,
      });
      return { receivedMessages: deliveries.map((delivery) => receivedMessage(delivery, subscription)) };
    }),
    streamingPull: streamingPull(store),
    acknowledge: unary((request: Request<"AcknowledgeRequest">) => {
      store.getSubscription(request.subscription).ack(request.ackIds);
      return {};
    }),
    modifyAckDeadline: unary((request: Request<"ModifyAckDeadlineRequest">) => {
      const { subscription, ackIds, ackDeadlineSeconds } = request;
      if (ackDeadlineSeconds < 0 || ackDeadlineSeconds > 600) {
        throw invalidArgument(`Invalid ack deadline given (ack_deadline_secs=${ackDeadlineSeconds}).`);
      }
      store.getSubscription(subscription).modifyAckDeadline(ackIds, ackDeadlineSeconds);
      return {};
    }),
  };
}

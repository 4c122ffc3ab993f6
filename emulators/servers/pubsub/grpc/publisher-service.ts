import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type { protos } from "@google-cloud/pubsub";
import type { UnpublishedMessage } from "../delivery/message.ts";
import { applyUpdateMask } from "../resources/apply-update-mask.ts";
import { page } from "../resources/page.ts";
import { checkResourceName } from "../resources/resource-name.ts";
import { mutableTopicFields, type TopicConfig } from "../resources/topic-config.ts";
import type { Store } from "../store.ts";
import { checkPublish } from "./check-publish.ts";
import { alreadyExists, invalidArgument } from "./status-error.ts";
import { unary } from "./unary.ts";

type v1 = typeof protos.google.pubsub.v1;
type Request<Name extends keyof v1> = v1[Name] extends new () => infer Instance ? Instance : never;

/** `google.pubsub.v1.Publisher`; what is left out here answers UNIMPLEMENTED. */
export function publisherService(store: Store): UntypedServiceImplementation {
  return {
    createTopic: unary((topic: TopicConfig) => {
      checkResourceName(topic.name, "topics");
      if (store.topics.has(topic.name)) throw alreadyExists(topic.name);
      const config: TopicConfig = { ...topic, state: "ACTIVE" };
      store.saveTopic(config);
      return config;
    }),
    getTopic: unary((request: Request<"GetTopicRequest">) => store.getTopic(request.topic)),
    updateTopic: unary(({ topic, updateMask }: Request<"UpdateTopicRequest">) => {
      if (!topic?.name) throw invalidArgument("The topic in the request must have a name.");
      const current = store.getTopic(topic.name);
      const changes: TopicConfig = { ...topic, name: topic.name };
      const config = applyUpdateMask(current, changes, updateMask?.paths ?? [], mutableTopicFields);
      store.saveTopic(config);
      return config;
    }),
    listTopics: unary((request: Request<"ListTopicsRequest">) => {
      const names = [...store.topics.keys()].filter((name) => name.startsWith(`${request.project}/`));
      const { names: listed, nextPageToken } = page(names, request);
      return { topics: listed.map((name) => store.getTopic(name)), nextPageToken };
    }),
    listTopicSubscriptions: unary((request: Request<"ListTopicSubscriptionsRequest">) => {
      store.getTopic(request.topic);
      const names = store.listSubscriptionsOf(request.topic).map(({ config }) => config.name);
      const { names: subscriptions, nextPageToken } = page(names, request);
      return { subscriptions, nextPageToken };
    }),
    deleteTopic: unary((request: Request<"DeleteTopicRequest">) => {
      store.deleteTopic(request.topic);
      return {};
    }),
    publish: unary(({ topic, messages }: { topic: string; messages: UnpublishedMessage[] }) => {
      store.getTopic(topic);
      checkPublish(messages);
      return { messageIds: messages.map((message) => store.publish(topic, message)) };
    }),
  };
}

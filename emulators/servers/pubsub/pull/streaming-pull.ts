import { Metadata, type handleBidiStreamingCall, type ServerDuplexStream } from "@grpc/grpc-js";
import type { protos } from "@google-cloud/pubsub";
import type { Subscription } from "../delivery/subscription.ts";
import { invalidArgument, toStatusError } from "../grpc/status-error.ts";
import type { Store } from "../store.ts";
import { checkPullable } from "./check-pullable.ts";
import { receivedMessage } from "./received-message.ts";
import { createStreamConsumer } from "./stream-consumer.ts";

type Request = protos.google.pubsub.v1.StreamingPullRequest;
type Response = protos.google.pubsub.v1.IStreamingPullResponse;
type Stream = ServerDuplexStream<Request, Response>;

/** The StreamingPull method: the first request opens it; later ones ack, move deadlines, or ask for a sign of life. */
export function streamingPull(store: Store): handleBidiStreamingCall<Request, Response> {
  return (stream) => {
    let subscription: Subscription | undefined;
    stream.on("data", (request: Request) => {
      try {
        if (subscription === undefined) subscription = open(stream, request, store);
        else receive(stream, request, subscription);
      } catch (error) {
        stream.emit("error", toStatusError(error));
      }
    });
    stream.on("end", () => stream.end());
  };
}

function open(stream: Stream, request: Request, store: Store): Subscription {
  const subscription = store.getSubscription(request.subscription);
  checkPullable(subscription);
  const deadlineSeconds = request.streamAckDeadlineSeconds;
  if (deadlineSeconds < 10 || deadlineSeconds > 600) {
    throw invalidArgument(`Invalid stream_ack_deadline_seconds (${deadlineSeconds}); it must be 10 to 600.`);
  }
  const consumer = createStreamConsumer(
    {
      write: (deliveries) =>
        stream.write({
          receivedMessages: deliveries.map((delivery) => receivedMessage(delivery, subscription)),
          subscriptionProperties: properties(subscription),
        }),
      end: (reason) => void stream.emit("error", toStatusError(reason)),
    },
    { messages: Number(request.maxOutstandingMessages), bytes: Number(request.maxOutstandingBytes) },
  );
  stream.on("drain", () => {
    consumer.drained();
    subscription.wake();
  });
  // What it holds stays out until it is acked or its deadline passes, as in the service.
  for (const over of ["cancelled", "end", "error"]) stream.on(over, () => subscription.detach(consumer));
  stream.sendMetadata(new Metadata());
  subscription.attach(consumer);
  return subscription;
}

function receive(stream: Stream, request: Request, subscription: Subscription): void {
  subscription.ack(request.ackIds);
  for (const [index, ackId] of request.modifyDeadlineAckIds.entries()) {
    const seconds = request.modifyDeadlineSeconds[index];
    if (seconds !== undefined) subscription.modifyAckDeadline([ackId], seconds);
  }
  const isKeepAlive = request.ackIds.length === 0 && request.modifyDeadlineAckIds.length === 0;
  if (isKeepAlive) stream.write({ subscriptionProperties: properties(subscription) });
}

function properties({ config, rules }: Subscription) {
  return {
    exactlyOnceDeliveryEnabled: config.enableExactlyOnceDelivery ?? false,
    messageOrderingEnabled: rules.ordered,
  };
}

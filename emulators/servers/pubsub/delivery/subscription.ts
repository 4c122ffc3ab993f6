import type { Journal } from "../journal/journal.ts";
import { failedPrecondition } from "../grpc/status-error.ts";
import type { SubscriptionConfig } from "../resources/subscription-config.ts";
import { createBacklog } from "./backlog.ts";
import type { Consumer } from "./delivery.ts";
import { endLease, parseAckId, type Delivery } from "./delivery.ts";
import { createHandOut } from "./hand-out.ts";
import { deadLetterMessage } from "./dead-letter-message.ts";
import { backoffMs, deliveryRules, type DeliveryRules } from "./delivery-rules.ts";
import { publishedAtMs, type Message, type UnpublishedMessage } from "./message.ts";
import { createTimetable } from "./timetable.ts";

export type Subscription = {
  readonly config: SubscriptionConfig;
  readonly rules: DeliveryRules;
  configure(config: SubscriptionConfig): void;
  /** Takes a message in, unless the filter drops it. */
  offer(message: Message): Delivery | undefined;
  /** Takes in a message that a former run had kept. */
  restore(message: Message, attempts: number): Delivery;
  ack(ackIds: readonly string[]): void;
  /** Moves ack deadlines to so many seconds from now; 0 gives the messages back. */
  modifyAckDeadline(ackIds: readonly string[], seconds: number): void;
  settle(delivery: Delivery): void;
  /** The delivery failed: it rests and comes again, or goes to the dead letters. */
  refuse(delivery: Delivery): void;
  /** The delivery did not reach anybody: it comes again at once, and counts as no attempt. */
  takeBack(delivery: Delivery): void;
  find(messageId: string): Delivery | undefined;
  attach(consumer: Consumer): void;
  detach(consumer: Consumer): void;
  /** A consumer has room again. */
  wake(): void;
  dropExpired(nowMs: number): void;
  /** What is not acked, oldest first. */
  unacked(): Iterable<Delivery>;
  readonly unackedCount: number;
  /** Ends all consumers and stands still. */
  close(reason: Error): void;
};

export type SubscriptionContext = {
  journal: Journal;
  /** False when there is no such topic; the message then stays where it is. */
  publishDeadLetter(topic: string, message: UnpublishedMessage): boolean;
  pushConsumer(subscription: Subscription, endpoint: string): Consumer;
};

export function createSubscription(initial: SubscriptionConfig, context: SubscriptionContext): Subscription {
  let config = initial;
  let rules = deliveryRules(config);
  const backlog = createBacklog(config.name, rules.ordered);
  const timetable = createTimetable<Delivery>(onDue);
  const handOut = createHandOut(backlog, (delivery) => {
    delivery.slot = timetable.add(delivery, rules.ackDeadlineMs);
    context.journal.attempted(delivery);
  });
  let isClosed = false;

  function settle(delivery: Delivery): void {
    if (delivery.state === "done" || isClosed) return;
    endLease(delivery);
    backlog.settle(delivery);
    context.journal.settled(delivery);
    handOut.wake();
  }

  function refuse(delivery: Delivery): void {
    if (delivery.state !== "leased" || isClosed) return;
    endLease(delivery);
    const { deadLetter } = rules;
    const isDead = deadLetter !== undefined && delivery.attempts >= deadLetter.maxAttempts;
    if (isDead && context.publishDeadLetter(deadLetter.topic, deadLetterMessage(delivery))) {
      settle(delivery);
      return;
    }
    const restMs = backoffMs(rules, delivery.attempts);
    if (restMs === 0) {
      backlog.makeReady(delivery);
    } else {
      delivery.state = "resting";
      delivery.slot = timetable.add(delivery, restMs);
    }
    handOut.wake();
  }

  function onDue(delivery: Delivery): void {
    delivery.slot = undefined;
    if (delivery.state === "leased") {
      refuse(delivery);
    } else if (delivery.state === "resting") {
      backlog.makeReady(delivery);
      handOut.wake();
    }
  }

  function leased(ackIdText: string): Delivery | undefined {
    const { messageId, lease } = parseAckId(ackIdText);
    const delivery = backlog.find(messageId);
    return delivery?.state === "leased" && delivery.lease === lease ? delivery : undefined;
  }

  function attachPush(): void {
    if (rules.pushEndpoint === undefined) return;
    handOut.attach(context.pushConsumer(subscription, rules.pushEndpoint));
  }

  const subscription: Subscription = {
    get config() {
      return config;
    },
    get rules() {
      return rules;
    },
    configure(changed) {
      const { pushEndpoint } = rules;
      config = changed;
      rules = deliveryRules(changed);
      if (rules.pushEndpoint === pushEndpoint) return;
      handOut.end(failedPrecondition("This method is not supported for this subscription type."));
      attachPush();
    },
    offer(message) {
      if (!rules.filter(message.attributes)) return undefined;
      const delivery = backlog.add(message, 0);
      handOut.wake();
      return delivery;
    },
    restore(message, attempts) {
      const delivery = backlog.add(message, attempts);
      delivery.journaled = true;
      handOut.wake();
      return delivery;
    },
    ack(ackIds) {
      for (const id of ackIds) {
        // As in the service, an ack that comes after its deadline still counts.
        const delivery = backlog.find(parseAckId(id).messageId);
        if (delivery !== undefined) settle(delivery);
      }
    },
    modifyAckDeadline(ackIds, seconds) {
      for (const id of ackIds) {
        const delivery = leased(id);
        if (delivery === undefined) continue;
        if (seconds === 0) {
          refuse(delivery);
        } else {
          delivery.slot?.delete(delivery);
          delivery.slot = timetable.add(delivery, seconds * 1000);
        }
      }
    },
    settle,
    refuse,
    takeBack(delivery) {
      if (delivery.state !== "leased" || isClosed) return;
      endLease(delivery);
      delivery.attempts -= 1;
      context.journal.attempted(delivery);
      backlog.makeReady(delivery);
      handOut.wake();
    },
    find: (messageId) => backlog.find(messageId),
    attach: (consumer) => handOut.attach(consumer),
    detach: (consumer) => handOut.detach(consumer),
    wake: () => handOut.wake(),
    dropExpired(nowMs) {
      for (const delivery of backlog.all()) {
        if (publishedAtMs(delivery.message) + rules.retentionMs > nowMs) return;
        settle(delivery);
      }
    },
    unacked: () => backlog.all(),
    get unackedCount() {
      return backlog.size;
    },
    close(reason) {
      isClosed = true;
      timetable.close();
      handOut.end(reason);
    },
  };
  attachPush();
  return subscription;
}

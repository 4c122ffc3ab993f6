import { declaredModels } from "../../shared/contracts/models.ts";
import { analyticsTopics } from "../../shared/contracts/tables.ts";
import type { TopicName } from "../../shared/contracts/topics.ts";
import { variables } from "../../shared/contracts/variables.ts";
import type { Contracts } from "../context.ts";
import { type Item, prices } from "./prices.ts";

/** Events of one customer's message that the bot answers once, and whose answer is sent, delivered and read. */
const events: Partial<Record<TopicName, number>> = {
  "message.received": 1,
  "reply.requested": 1,
  "message.queued": 1,
  "status.received": 3,
  // The question, the answer, its sending, and three statuses.
  "conversation.changed": 6,
  // In, out, and the tokens of the search and of the model.
  "usage.recorded": 5,
};
/** Bodies that Meta posts: the message and three statuses, each alone. */
const webhooks = 4;
export const kilobytesOfEvent = 2;
const kilobytesOfRow = 1;
/** Processor for a request, and for the wait of the responder and the sender, which share an instance with as many others. */
const busySeconds = 0.01;
const waiting = { seconds: 4, sharedBy: 10, gib: 0.5 };
export const tokens = { input: 1_500, output: 100 };

const million = 1e6;
const gib = 2 ** 30;
const tib = 2 ** 40;

/** Events of one such message, and their deliveries to all who are told. */
export function trafficOf({ subscriptions }: Pick<Contracts, "subscriptions">): {
  published: number;
  delivered: number;
} {
  const delivered = subscriptions.map(({ topic, deadLetter, filter }) =>
    // Dead letters are none here, and what is filtered is what seldom comes.
    deadLetter === undefined || filter !== undefined ? 0 : (events[topic as TopicName] ?? 0),
  );
  return { published: sum(Object.values(events)), delivered: sum(delivered) };
}

/** What a million such messages cost, beside what stands idle. */
export function messageCosts({ subscriptions }: Contracts): Item[] {
  const { published, delivered } = trafficOf({ subscriptions });
  const requests = webhooks + delivered;
  const processor = requests * busySeconds + waiting.seconds / waiting.sharedBy;
  const memory = (requests * busySeconds + waiting.seconds / waiting.sharedBy) * waiting.gib;
  const rows = sum(
    analyticsTopics.map((topic) => (topic === "conversation.changed" ? 0 : (events[topic] ?? 0))),
  );
  return [
    {
      what: "Requests",
      how: `${webhooks} webhooks and ${delivered} deliveries of ${published} events`,
      dollars: requests * prices.run.requestsMillion,
    },
    {
      what: "Processor and memory",
      how: `${processor.toFixed(1)} s of 1 vCPU and ${waiting.gib} GiB each`,
      dollars: million * (processor * prices.run.vCpuSecond + memory * prices.run.gibSecond),
    },
    {
      what: "Pub/Sub",
      how: `${published} events in, ${delivered} out, ${kilobytesOfEvent} kB each`,
      dollars: ((million * (published + delivered) * kilobytesOfEvent * 1000) / tib) * prices.pubsub.tib,
    },
    {
      what: "BigQuery",
      how: `${rows} rows of ${kilobytesOfRow} kB streamed, and kept a month`,
      dollars:
        ((million * rows * kilobytesOfRow * 1000) / gib) *
        (prices.bigQuery.streamedGib + prices.bigQuery.storedGibMonth),
    },
  ];
}

/** The model's part, which is by far the largest. */
export function modelCosts(): Item {
  const model = variables.OPENAI_CHAT_MODEL.schema.parse(undefined);
  const price = declaredModels[model]?.price;
  return {
    what: "Model",
    how: `${tokens.input} tokens in, ${tokens.output} out, by ${model}`,
    dollars: tokens.input * (price?.inputMillion ?? 0) + tokens.output * (price?.outputMillion ?? 0),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

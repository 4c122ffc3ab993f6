/** A published message, in the shape of `PubsubMessage`; shared by the backlogs of all its subscriptions. */
export type Message = {
  readonly data: Uint8Array;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly publishTime: { readonly seconds: number; readonly nanos: number };
  readonly orderingKey: string;
};

export type UnpublishedMessage = Pick<Message, "data" | "attributes" | "orderingKey">;

/** Bytes that count against limits and flow control. */
export function messageBytes(message: UnpublishedMessage): number {
  let bytes = message.data.length + message.orderingKey.length;
  for (const key in message.attributes) bytes += key.length + (message.attributes[key]?.length ?? 0);
  return bytes;
}

export function publishedAtMs(message: Message): number {
  return message.publishTime.seconds * 1000 + Math.floor(message.publishTime.nanos / 1e6);
}

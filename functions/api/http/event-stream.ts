export type SendEvent = (event: string, data: unknown) => void;

/** Short of what proxies and browsers take for a dead connection. */
const heartbeatMs = 10_000;

export const eventStreamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  // Proxies of the nginx kind would wait for the end.
  "x-accel-buffering": "no",
};

/**
 * The body of an answer in server-sent events, each with its data as JSON:
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 * It begins at once, and comments keep it alive while there is nothing to tell. It ends when `work` does, which must not reject;
 * a client that leaves waits for no more, but whoever serves it waits for `work`.
 */
export function eventStream(
  work: (send: SendEvent) => Promise<void>,
  everyMs = heartbeatMs,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let isOpen = true;
  let worked: Promise<void> | undefined;
  return new ReadableStream({
    start(controller) {
      const write = (text: string): void => {
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      write(": open\n\n");
      const heartbeat = setInterval(() => write(": wait\n\n"), everyMs);
      worked = work((event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)).finally(
        () => {
          clearInterval(heartbeat);
          if (isOpen) controller.close();
          isOpen = false;
        },
      );
    },
    async cancel() {
      isOpen = false;
      await worked;
    },
  });
}

export type SentEvent = { event: string; data: Record<string, unknown> };

/** The events of a whole stream, its comments left out: what a browser would tell of it. */
export function readEvents(stream: string): SentEvent[] {
  return stream
    .split("\n\n")
    .filter((block) => block !== "" && !block.startsWith(":"))
    .map((block) => {
      const [, event = "", data = ""] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      return { event, data: JSON.parse(data) as Record<string, unknown> };
    });
}

/** The answer as its `token` events tell it. */
export function tokensOf(events: readonly SentEvent[]): string {
  return events
    .filter(({ event }) => event === "token")
    .map(({ data }) => String(data["text"]))
    .join("");
}

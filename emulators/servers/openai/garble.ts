import type { Completion } from "./complete-chat.ts";

/** The completion as a small model gives it: talking around its JSON, or with the JSON broken off. */
export function garble(completion: Completion, how: "talk" | "break"): Completion {
  const { content } = completion;
  if (content === null) return completion;
  return {
    ...completion,
    content:
      how === "talk"
        ? `<think>{ what to say }</think>\nSure, here it is:\n\`\`\`json\n${content}\n\`\`\`\nAnything else?`
        : content.slice(0, content.length / 2),
  };
}

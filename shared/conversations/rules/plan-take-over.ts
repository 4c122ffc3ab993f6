/** These are no words to the customer: what they asked still waits for some. */
const wordless: ReadonlySet<string> = new Set(["reaction", "template"]);

/**
 * What a message that the business sends does to the conversation. A person who writes takes it over from the bot; a
 * program with an API key does when it says so, for it may speak for a person. A template or a reaction takes nothing
 * over by itself: most are order notices and campaigns, whose answers are the bot's to answer.
 */
export function planTakeOver({
  type,
  isPerson,
  takeOver = false,
}: {
  type: string;
  isPerson: boolean;
  takeOver?: boolean | undefined;
}): { takesOver: boolean; isTurn: boolean } {
  const isWords = !wordless.has(type);
  const takesOver = takeOver || (isPerson && isWords);
  return { takesOver, isTurn: takesOver && isWords };
}

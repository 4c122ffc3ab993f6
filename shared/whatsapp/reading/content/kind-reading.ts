/** What a kind of message holds, and the line that stands for it in history. */
export type KindReading<Content> = {
  content: Content & {
    /** What the customer said in words, as far as the bot can read it. */
    words?: string;
  };
  body: string;
};

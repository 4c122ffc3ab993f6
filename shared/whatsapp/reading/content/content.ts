import type { ContactCard } from "./contact-cards.ts";
import type { Quote } from "./quote.ts";
import type { InteractiveContent } from "./interactive.ts";
import type { MediaContent } from "./media.ts";
import type { PlaceContent } from "./place.ts";
import type { OrderContent } from "./order.ts";
import type { Referral } from "./referral.ts";
import type { SystemContent } from "./system.ts";
import type { UnreadableContent } from "./unreadable.ts";

/** What a message holds, by its kind; stored as `messages.content`. */
export type MessageContent = (
  | { kind: "text" }
  | MediaContent
  | PlaceContent
  | { kind: "contacts"; cards: ContactCard[] }
  | InteractiveContent
  | OrderContent
  | SystemContent
  | UnreadableContent
) & {
  /** What the customer said in words, as far as the bot can read it. */
  words?: string;
  /** What it replies to, or that it was forwarded. */
  quote?: Quote;
  /** The advertisement or post through which the customer came. */
  referral?: Referral;
  /** What was said before, as Meta sums it up for who takes the conversation over. */
  handoverSummary?: string;
};

/** A whole message, read. `type` is Meta's word. */
export type Reading = { type: string; content: MessageContent; body: string };

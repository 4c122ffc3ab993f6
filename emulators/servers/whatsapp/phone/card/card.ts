/** A message as a customer's phone would send it: laid over the webhook's message. */
export type RawAnswer = { type: string; [part: string]: unknown };

export type CardMedia = {
  kind: "image" | "video" | "audio" | "voice" | "sticker" | "document";
  /** On this server. A file that lies elsewhere has a `link`, which the page does not load by itself. */
  url?: string;
  link?: string;
  name?: string;
  mimeType?: string;
  /** Bytes. */
  size?: number;
};

/** What the customer may tap. */
export type CardAction =
  | { kind: "answer"; title: string; answer: RawAnswer }
  | { kind: "list"; title: string; sections: CardSection[] }
  | { kind: "link"; title: string; url: string }
  | { kind: "call"; title: string; phone: string }
  | { kind: "copy"; title: string; text: string }
  | { kind: "form"; title: string; name: string; token?: string; fields: CardField[] }
  | { kind: "location"; title: string }
  | { kind: "contact"; title: string };

type CardSection = {
  title?: string;
  rows: { title: string; description?: string; answer: RawAnswer }[];
};

type CardField = { name: string; label: string; value: string };

/** What a phone draws of a message; every part is plain text, or an address that was checked. */
export type Card = {
  header?: string;
  media?: CardMedia;
  place?: { latitude: number; longitude: number; name?: string; address?: string; url?: string };
  people?: { name: string; lines: string[] }[];
  /** Things with a value each: an order's products, a form's answers. */
  lines?: { title: string; detail: string }[];
  text?: string;
  footer?: string;
  /** What is to be had for a time, and until when. */
  offer?: string;
  /** Said about the message rather than in it. */
  note?: string;
  actions?: CardAction[];
  /** Of a carousel, side by side. */
  cards?: Card[];
};

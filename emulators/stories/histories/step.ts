export const kinds = [
  "text",
  "text",
  "stop",
  "start",
  "image",
  "reaction",
  "unreaction",
  "edit",
  "revoke",
  "echo",
  "echo",
  "echo-edit",
  "reply",
  "reply",
  "reply",
  "system",
  "history",
  "hologram",
] as const;

export const shownWays = ["both", "phone", "id"] as const;

/** A message that failed and yet arrived is not among them: that it went to a human is not taken back. */
export const fates = [
  [],
  ["sent"],
  ["failed"],
  ["sent", "failed"],
  ["read", "deleted"],
  ["sent", "delivered", "read"],
  ["sent", "delivered", "played", "pinned"],
] as const;

/** What happens in one place of a history. */
export type Step = {
  person: number;
  kind: (typeof kinds)[number];
  /** Which of number and user id the item shows. */
  shown: (typeof shownWays)[number];
  target: number;
  form: 0 | 1;
  /** What WhatsApp reports of a message of the business. */
  fate: (typeof fates)[number];
  /** Whether the sender of a reply lives to hear WhatsApp's answer. */
  learns: boolean;
};

import * as fc from "fast-check";
import { type DrawnItem, toItem } from "./drawn-item.ts";
import { type DrawnReply, statusesOf, toReply } from "./drawn-reply.ts";
import { movedAt, people, personOf } from "./people.ts";

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
const kinds = [
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
const shownWays = ["both", "phone", "id"] as const;

/** A message that failed and yet arrived is not among them: that it went to a human is not taken back. */
const fates = [
  [],
  ["sent"],
  ["failed"],
  ["sent", "failed"],
  ["read", "deleted"],
  ["sent", "delivered", "read"],
  ["sent", "delivered", "played", "pinned"],
] as const;

export type History = { items: DrawnItem[]; replies: DrawnReply[] };

/**
 * A history of some sixty items: messages, opt-outs, reactions, edits, deletions, echoes, a change of number, an import,
 * and what is reported of our replies and of echoes. Each customer shows number and user id together at least once, for
 * otherwise nothing tells that they are one.
 */
export const histories: fc.Arbitrary<History> = fc
  .array(
    fc.record<Step>({
      person: fc.nat({ max: people.length - 1 }),
      kind: fc.constantFrom(...kinds),
      shown: fc.constantFrom(...shownWays),
      target: fc.nat({ max: 30 }),
      form: fc.constantFrom(0, 1),
      fate: fc.constantFrom(...fates),
      learns: fc.boolean(),
    }),
    { minLength: 10, maxLength: 32 },
  )
  .map((steps) => ({
    items: [
      ...steps.flatMap((step, index) => (step.kind === "reply" ? [] : [toItem(step, index, steps)])),
      ...steps.flatMap(statusesOf),
      ...people.flatMap((_person, person) => linking(person)),
    ],
    replies: steps.flatMap((step, index) => (step.kind === "reply" ? [toReply(step, index)] : [])),
  }));

/** Both sides of the change of number and user id show together, before and after it, and the change is told. */
function linking(index: number): DrawnItem[] {
  const { phones } = personOf(index);
  const step: Step = {
    person: index,
    kind: "text",
    shown: "both",
    target: 0,
    form: 0,
    fate: [],
    learns: false,
  };
  return [
    toItem(step, -50 + index, []),
    toItem(step, 150 + index, []),
    ...(phones[0] === phones[1] ? [] : [toItem({ ...step, kind: "system" }, movedAt, [])]),
  ];
}

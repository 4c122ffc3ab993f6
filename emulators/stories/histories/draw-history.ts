import { fates, kinds, shownWays, type Step } from "./step.ts";
import * as fc from "fast-check";
import { type DrawnItem, toItem } from "./drawn-item.ts";
import { type DrawnReply, statusesOf, toReply } from "./drawn-reply.ts";
import { movedAt, people, personOf } from "./people.ts";

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

import * as fc from "fast-check";

/** One thing that one of those who may write to a customer does. */
export type Step =
  | { kind: "customer" | "agent" | "app" | "suite" | "draft" | "claim" | "hand-back" }
  /** A person takes it without a word, is done with it, or takes it up again. */
  | { kind: "take" | "close" | "reopen" }
  | { kind: "key"; takeOver: boolean }
  /** The bot has written the answer, or that a human will. */
  | { kind: "store"; handsOver: boolean }
  /** The sender hears what became of its first attempt under way. */
  | { kind: "outcome"; word: "accepted" | "refused" | "unreachable" | "unknown" | "not-sent" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ kind: "customer" }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: "agent" }, { kind: "app" }, { kind: "suite" }) },
  { weight: 1, arbitrary: fc.boolean().map((takeOver): Step => ({ kind: "key", takeOver })) },
  { weight: 4, arbitrary: fc.constant<Step>({ kind: "draft" }) },
  { weight: 4, arbitrary: fc.boolean().map((handsOver): Step => ({ kind: "store", handsOver })) },
  { weight: 5, arbitrary: fc.constant<Step>({ kind: "claim" }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        "accepted" as const,
        "accepted" as const,
        "refused" as const,
        "unreachable" as const,
        "unknown" as const,
        "not-sent" as const,
      )
      .map((word): Step => ({ kind: "outcome", word })),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ kind: "hand-back" }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Step>({ kind: "take" }, { kind: "close" }, { kind: "reopen" }),
  },
);

/** Steps in a row; those of one entry happen at once. */
export const plays: fc.Arbitrary<Step[][]> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: step.map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(step, step) },
    ),
    { minLength: 6, maxLength: 22 },
  )
  .map((steps): Step[][] => [[{ kind: "customer" }], ...steps]);

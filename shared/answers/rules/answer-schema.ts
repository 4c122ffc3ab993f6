import { z } from "zod";

/**
 * What the model has to answer with. Every key is required: the strict mode of structured outputs asks for that, and keeps
 * their order: what the words rest on comes before them, so that each sentence can be checked as soon as it is there.
 */
export const answerSchema = z.object({
  /**
   * `answer`: from the sources; `smalltalk`: a greeting or thanks; `clarify`: a question back;
   * `no_answer`: the sources do not hold it, or the customer asks for a human.
   */
  kind: z.enum(["answer", "smalltalk", "clarify", "no_answer"]),
  /** BCP 47 tag of the answer's language. */
  language: z.string(),
  /** Ids of the sources that the answer rests on. */
  citations: z.array(z.int()),
  /** The message to the customer, in the customer's language. */
  answer: z.string(),
  handoff_reason: z.string().nullable(),
  handoff_summary: z.string().nullable(),
});

export type Answer = z.infer<typeof answerSchema>;

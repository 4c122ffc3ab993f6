import * as z from "zod";

const rate = z.number().min(0).max(1);
const times = z.int().positive();
/** Digits of a phone; only messages to it are hit. */
const to = z.string().optional();

const webhookFaults = z.strictObject({
  /** Share of updates that are sent twice. */
  duplicateRate: rate.optional(),
  /** So many updates are held and sent one by one in shuffled order. */
  reorder: z.int().min(2).optional(),
  /** Up to so many updates share one body. */
  batch: z.int().min(2).max(1000).optional(),
  /** An incomplete group is sent when nothing was added for so long. */
  groupWaitMs: z.number().positive().optional(),
  /** Every webhook waits so long. */
  delayMs: z.number().positive().optional(),
  /** Share of statuses that never come. */
  dropStatusRate: rate.optional(),
});

const sendError = z.strictObject({
  code: z.int(),
  /** HTTP status of the answer. */
  status: z.int().min(400).max(599).optional(),
  /** How many sends are hit; without it, all. */
  times: times.optional(),
  to,
  /** Accept the message and tell the error by a `failed` status instead. */
  async: z.boolean().optional(),
  isTransient: z.boolean().optional(),
});

const limited = z.strictObject({ times, to });

const sendFaults = z.strictObject({
  errors: z.array(sendError).optional(),
  /** Share of sends answered 500 without having been accepted. */
  http500Rate: rate.optional(),
  http500: limited.optional(),
  /** Share of sends answered 429 (code 4) without having been accepted. */
  http429Rate: rate.optional(),
  /** Share of sends that are accepted and then never answered: the connection hangs and is torn down. */
  timeoutAfterAcceptRate: rate.optional(),
  timeoutAfterAccept: limited.optional(),
  /** How long such a connection hangs; default 30 s. */
  hangMs: z.number().positive().optional(),
  /** Every answer waits so long. */
  delayMs: z.number().positive().optional(),
});

/** What shall go wrong; the body of `POST /__control/faults`. */
export const faultPlanSchema = z.strictObject({
  seed: z.int().optional(),
  webhook: webhookFaults.optional(),
  send: sendFaults.optional(),
});

export type FaultPlan = z.infer<typeof faultPlanSchema>;

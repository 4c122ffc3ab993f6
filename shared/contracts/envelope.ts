import { z } from "zod";

/**
 * What travels on every topic, whatever it carries. `data` has the shape its topic declares.
 * Ids: `id` names this event, `correlationId` the customer's or user's act that began the chain,
 * `causationId` the event whose handling emitted this one.
 */
export const envelopeSchema = z.object({
  id: z.uuid(),
  topic: z.string().min(1),
  version: z.int().positive(),
  /** Absent only where the tenant is not known yet: what Meta sent is named by its phone number. */
  tenantId: z.uuid().optional(),
  occurredAt: z.iso.datetime(),
  correlationId: z.uuid(),
  causationId: z.uuid().optional(),
  /** W3C Trace Context, https://www.w3.org/TR/trace-context/ */
  traceparent: z.string().optional(),
  data: z.unknown(),
});

export type Envelope = z.infer<typeof envelopeSchema>;

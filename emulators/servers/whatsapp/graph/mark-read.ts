import * as z from "zod";
import type { Context } from "../context.ts";
import { jsonReply, type Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";
import { showChange } from "../phone/show-message.ts";
import { graphError, invalidParameter } from "./graph-error.ts";
import { describeIssue } from "./message-schema.ts";

/** How long the typing indicator stays unless a reply ends it. */
const typingMs = 25_000;

const schema = z.looseObject({
  messaging_product: z.literal("whatsapp"),
  status: z.literal("read"),
  message_id: z.string(),
  typing_indicator: z.looseObject({ type: z.literal("text") }).optional(),
});

/** Marks the customer's message and those before it as read, and may show "typing". */
export function markRead({ state, hub }: Context, { phoneNumberId }: BusinessNumber, body: object): Reply {
  const parsed = schema.safeParse(body);
  if (!parsed.success) return invalidParameter(describeIssue(parsed.error));
  const target = state.messages.get(parsed.data.message_id);
  if (target === undefined || target.direction !== "in" || target.phoneNumberId !== phoneNumberId)
    return graphError({
      code: 131009,
      message: "Parameter value is not valid",
      details: "Param message_id: not found",
    });
  const { customer } = target;
  const at = Date.now();
  for (const message of state.chats.get(`${phoneNumberId}:${customer}`)?.messages ?? []) {
    if (message.direction !== "in" || message.step === "read" || message.sequence > target.sequence) continue;
    message.step = "read";
    message.stepTimes.read = at;
    showChange({ state, hub }, message);
  }
  if (parsed.data.typing_indicator !== undefined) {
    const until = new Date(at + typingMs).toISOString();
    hub.publish({ type: "typing", phoneNumberId, customer, data: { phoneNumberId, customer, until } });
  }
  return jsonReply({ success: true });
}

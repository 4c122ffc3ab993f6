import { classifyError } from "../../whatsapp/rules/error-class.ts";

/**
 * Whether a human has to go on since a message of ours was not sent. Only where it was the bot's answer, for which the
 * customer waits: any other is shown as failed to whoever sent it, and changes nobody's turn. And not where WhatsApp
 * lets nothing through to this customer, whoever writes.
 */
export function needsHuman(
  { sender_type: senderType, is_turn: isTurn }: { sender_type: string; is_turn: boolean },
  code?: number,
): boolean {
  if (senderType !== "bot" || !isTurn) return false;
  if (code === undefined) return true;
  const { action, scope } = classifyError({ code });
  return !(action === "permanent" && scope === "contact");
}

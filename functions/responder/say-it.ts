import { disclosureWords } from "../../shared/answers/rules/disclosure.ts";
import { isDisclosed, noteSpoken } from "../../shared/conversations/queries/spoken.ts";
import type { Conversation } from "../../shared/db/schema.d.ts";
import type { TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { HandedOver } from "../../shared/sending/hand-over-to-people.ts";
import type { Answered } from "../../shared/answers/answered.ts";
import type { Situation } from "./load-situation.ts";

/**
 * All that the customer reads: before the conversation's first answer that a bot writes, then the reply, and where it is
 * handed over that a colleague will answer, and when. Undefined when nothing of it is new to the customer.
 */
export async function sayIt(
  trx: TenantTransaction,
  { businessName, disclosure }: Pick<Situation, "businessName" | "disclosure">,
  conversation: Conversation,
  { reply, handedOver }: { reply: Answered; handedOver: HandedOver | undefined },
): Promise<string | undefined> {
  const { spoken: language, isOwnText = false, discloses = false } = reply;
  const isAnswer = handedOver === undefined || reply.citations.length > 0;
  if (handedOver?.isToldAlready === true && !isAnswer) return undefined;
  const closed =
    handedOver === undefined || handedOver.isToldAlready
      ? reply.text
      : handedOver.close(reply.text, language, isOwnText);
  const words = disclosureWords(disclosure, { businessName, language, isHandedOver: !isAnswer });
  const isDue = !discloses && words !== undefined && !(await isDisclosed(trx, conversation));
  await noteSpoken(trx, conversation.id, { language, discloses: discloses || isDue });
  return isDue ? `${words}\n\n${closed}` : closed;
}

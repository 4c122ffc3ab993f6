import { recordDeadLetter } from "../../shared/db/dead-letters.ts";
import type { Delivery } from "../../shared/runtime/decode-delivery.ts";
import { describeDeadLetter } from "./describe-dead-letter.ts";
import type { DeadLettersServices } from "./services.ts";

/**
 * Keeps a message that could not be delivered, or that nobody could read. Answers 204 once it is stored;
 * until then Pub/Sub keeps it and delivers it again.
 */
export async function handle(delivery: Delivery, { db, log }: DeadLettersServices): Promise<number> {
  const letter = describeDeadLetter(delivery);
  const fields = {
    functionName: letter.functionName,
    sourceTopic: letter.sourceTopic,
    code: letter.reasonCode,
  };
  try {
    const isNew = await recordDeadLetter(db, letter);
    log[isNew ? "error" : "info"]("dead-letters", { outcome: isNew ? "kept" : "duplicate", ...fields });
    return 204;
  } catch (error) {
    log.error("dead-letters", { outcome: "retry", ...fields, error });
    return 503;
  }
}

import { noticeAnswer } from "../../shared/answers/notice-answer.ts";
import { receivedAnswer } from "../../shared/answers/received-answer.ts";
import { writeAnswer } from "../../shared/answers/write-answer.ts";
import type { Answered } from "../../shared/answers/answered.ts";
import type { Situation } from "./load-situation.ts";

/** The answer from the tenant's documents, or the reason to hand over. Throws when the model or the search fails. */
export async function writeReply(
  tenantId: string,
  situation: Situation,
  services: Parameters<typeof writeAnswer>[2],
): Promise<Answered> {
  const { question, forHumans } = situation;
  if (forHumans !== undefined) return receivedAnswer(forHumans, situation);
  if (question === undefined) return noticeAnswer("unreadable", situation);
  return writeAnswer(tenantId, { ...situation, question }, services);
}

/** What the customer is told when no answer can be written. */
export function technicalReply(situation: Situation): Answered {
  const summary = "The answer could not be written: the model or the search did not work.";
  return noticeAnswer("technical", situation, { code: "technical", reason: "technical", summary });
}

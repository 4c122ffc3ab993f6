import type { ReportedStatus } from "../whatsapp/reported-status.ts";
import { advanceStatus, isAccepted, type OutboundStatus, statusOfWord } from "./message-status.ts";

type Known = {
  status: OutboundStatus;
  wamid: string | null;
  acceptedAt: Date | null;
};

export type StatusPlan = {
  status: OutboundStatus;
  wamid?: string;
  acceptedAt?: Date;
  deliveredAt?: Date;
  readAt?: Date;
  playedAt?: Date;
  failedAt?: Date;
  errorCode?: number;
  errorDetail?: string;
  /** WhatsApp took the message, and nobody knew until now: it counts from here. */
  nowAccepted: boolean;
  nowFailed: boolean;
};

/** What a reported status changes about a message of ours; undefined when it changes nothing. */
export function planStatusChange(known: Known, reported: ReportedStatus): StatusPlan | undefined {
  const word = statusOfWord(reported.word);
  if (word === undefined) return undefined;
  const status = advanceStatus(known.status, word);
  const failed = status === "failed" && known.status !== "failed";
  const nowAccepted = known.acceptedAt === null && isAccepted(status);
  const found = {
    ...(known.wamid === null ? { wamid: reported.wamid } : {}),
    ...(nowAccepted ? { acceptedAt: reported.occurredAt } : {}),
    ...(word === "delivered" ? { deliveredAt: reported.occurredAt } : {}),
    ...(word === "read" ? { readAt: reported.occurredAt } : {}),
    ...(word === "played" ? { playedAt: reported.occurredAt } : {}),
    ...(failed ? { failedAt: reported.occurredAt } : {}),
    ...(failed && reported.errorCode !== undefined ? { errorCode: reported.errorCode } : {}),
    ...(failed && reported.errorDetail !== undefined ? { errorDetail: reported.errorDetail } : {}),
  };
  if (status === known.status && Object.keys(found).length === 0) return undefined;
  return { status, nowAccepted, nowFailed: failed, ...found };
}

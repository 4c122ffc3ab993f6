import type { ReportedMessage, StatusSubject } from "../../shared/sending/queries/status-batches.ts";
import type { StatusItem } from "./status-item.ts";

const attemptIdForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How the status names its message. Callback data of other senders on the same account is not ours to understand. */
export function subjectOf({ outletId, reported: { wamid, callbackData } }: StatusItem): StatusSubject {
  const attemptId = callbackData !== undefined && attemptIdForm.test(callbackData) ? callbackData : undefined;
  return { outletId, wamid, attemptId };
}

/** The message that the status tells of: by Meta's id, or by our attempt's id when Meta's is not stored yet. */
export function findSubject<Found extends Pick<ReportedMessage, "outlet_id" | "wamid" | "attempt_id">>(
  messages: readonly Found[],
  item: StatusItem,
): Found | undefined {
  const { outletId, wamid, attemptId } = subjectOf(item);
  const own = messages.filter((message) => message.outlet_id === outletId);
  return (
    own.find((message) => message.wamid === wamid) ??
    (attemptId === undefined ? undefined : own.find((message) => message.attempt_id === attemptId))
  );
}

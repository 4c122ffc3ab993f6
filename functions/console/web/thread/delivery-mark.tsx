import { m } from "../messages/messages.ts";
import { Icon } from "../ui/icon.tsx";
import { deliveryOf } from "./delivery.ts";

const tones = {
  clock: "text-text-3",
  tick: "text-text-3",
  ticks: "text-text-3",
  read: "text-(--tick-read)",
  question: "text-warn",
  failed: "text-bad",
} as const;

/** How far a message of ours has come; its words on hover and for screen readers. */
export function DeliveryMark({ status }: { status: string }) {
  const { mark, words } = deliveryOf(status);
  if (mark === "none") return null;
  const icon = mark === "read" ? "ticks" : mark;
  return (
    <span title={m(words)} className={`inline-flex ${tones[mark]}`}>
      <Icon name={icon} label={m(words)} />
    </span>
  );
}

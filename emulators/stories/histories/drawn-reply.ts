import type { Step } from "./step.ts";
import { type DrawnItem, drawn, timeOf, wamidOf } from "./drawn-item.ts";
import { movedAt, personOf, start } from "./people.ts";

/** A reply of ours that is on its way to WhatsApp when the history begins. */
export type DrawnReply = {
  tenant: 0 | 1;
  phone: string;
  attemptId: string;
  wamid: string;
  body: string;
  /** The sender lives to hear WhatsApp's answer, at this time; else only reports tell of it. */
  answeredAt: Date | undefined;
};

export function toReply(step: Step, index: number): DrawnReply {
  const { tenant, phones } = personOf(step.person);
  return {
    tenant,
    phone: phones[0],
    attemptId: attemptIdOf(index),
    wamid: wamidOf(step, index),
    body: `reply ${index}`,
    answeredAt: step.learns ? new Date((start + timeOf(index)) * 1000 + 250) : undefined,
  };
}

function attemptIdOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
}

/**
 * What WhatsApp reports of a reply or of an echo. Of one whose sender heard the answer the reports may come without our
 * attempt's id, as those of echoes do; of one that nobody heard of, only that id tells what it was.
 */
export function statusesOf(step: Step, index: number): DrawnItem[] {
  if (step.kind !== "reply" && step.kind !== "echo") return [];
  const isNamed = step.kind === "reply" && (!step.learns || step.form === 0);
  const person = personOf(step.person);
  const after = timeOf(index) > movedAt ? 1 : 0;
  return step.fate.map((status, place) =>
    drawn(person, "statuses", {
      id: wamidOf(step, index),
      status,
      timestamp: String(start + timeOf(index) + place),
      recipient_id: person.phones[after],
      ...(step.shown === "both" ? { recipient_user_id: person.ids[after] } : {}),
      ...(isNamed ? { biz_opaque_callback_data: attemptIdOf(index) } : {}),
      ...(status === "failed" ? { errors: [{ code: 131026, title: "Undeliverable" }] } : {}),
    }),
  );
}

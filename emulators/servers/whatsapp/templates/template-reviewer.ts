import type { TemplateReview } from "../options.ts";
import type { State } from "../store/state.ts";
import type { Template } from "../store/template.ts";
import type { Dispatcher } from "../webhook/dispatcher.ts";
import { changeTemplate } from "./change-template.ts";

export type TemplateReviewer = {
  /** The status that a new template begins with; a review comes later by itself. */
  handIn(template: Template): void;
  review(): TemplateReview | undefined;
  set(review: TemplateReview | undefined): void;
  close(): void;
};

type Parts = { state: State; dispatcher: Dispatcher; initial: TemplateReview | undefined };

/** Meta's review of new templates. Without one they are approved at once; what waited at a restart is looked at again. */
export function createTemplateReviewer({ state, dispatcher, initial }: Parts): TemplateReviewer {
  const timers = new Set<NodeJS.Timeout>();
  let review = initial;

  function handIn(template: Template): void {
    template.status = review === undefined ? "APPROVED" : "PENDING";
    state.templates.set(template.id, template);
    if (review !== undefined) decideLater(template.id, review);
  }

  function decideLater(id: string, { afterMs, outcome, reason }: TemplateReview): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const template = state.templates.get(id);
      // Deleted or decided about otherwise meanwhile.
      if (template?.status === "PENDING") changeTemplate({ state, dispatcher }, template, outcome, reason);
    }, afterMs);
    timers.add(timer);
  }

  for (const { id, status } of state.templates.values())
    if (status === "PENDING") decideLater(id, review ?? { afterMs: 0, outcome: "APPROVED" });

  return {
    handIn,
    review: () => review,
    set(next) {
      review = next;
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

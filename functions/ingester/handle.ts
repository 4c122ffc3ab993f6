import type { EventOf } from "../../shared/contracts/topics.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import type { Services } from "../../shared/runtime/services.ts";
import { forget } from "./forget.ts";
import { ingest } from "./ingest.ts";

/** Makes an uploaded document answerable, or forgets a deleted one. */
export async function handle(
  event: EventOf<"document.uploaded" | "document.deleted">,
  services: Services<"ingester">,
  context: EventContext,
): Promise<Outcome> {
  return event.topic === "document.uploaded" ? ingest(event, services, context) : forget(event, services);
}

import type { EventOf } from "../../shared/contracts/topics.ts";
import type { EventContext, Outcome } from "../../shared/runtime/on-event.ts";
import { fetchDocument } from "./fetch/fetch-document.ts";
import { forget } from "./forget.ts";
import { ingest } from "./ingest.ts";
import type { IngesterServices } from "./services.ts";

/** Fetches a document from the web, makes an uploaded one answerable, or forgets a deleted one. */
export async function handle(
  event: EventOf<"document.requested" | "document.uploaded" | "document.deleted">,
  services: IngesterServices,
  context: EventContext,
): Promise<Outcome> {
  switch (event.topic) {
    case "document.requested":
      return fetchDocument(event, services, context);
    case "document.uploaded":
      return ingest(event, services, context);
    case "document.deleted":
      return forget(event, services);
  }
}

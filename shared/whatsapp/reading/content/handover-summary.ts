import { asText, property } from "../../../contracts/loose-json.ts";

/**
 * What Meta tells who takes a conversation over of what was said before: a summary that its model wrote. Meta's page on
 * conversation context, 4 November 2026.
 */
export function readHandoverSummary(context: unknown): string | undefined {
  return asText(property(property(context, "summary"), "text"));
}

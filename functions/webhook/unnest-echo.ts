import { asObject, asText, type JsonObject, property } from "../../shared/contracts/loose-json.ts";

/**
 * An echo in the form in which messages come elsewhere. Those of conversations that another app has come as they were
 * sent, inside of `message`: with `to`, and with `context.message_id` where a received one has `context.id`.
 */
export function unnestEcho(echo: JsonObject | undefined): JsonObject | undefined {
  const sent = asObject(property(echo, "message"));
  if (sent === undefined || property(echo, "type") !== undefined) return echo;
  const { message: _, ...outer } = echo as JsonObject;
  const context = asObject(property(sent, "context"));
  const quoted = asText(property(context, "id")) ?? asText(property(context, "message_id"));
  return { ...sent, ...outer, ...(quoted === undefined ? {} : { context: { ...context, id: quoted } }) };
}

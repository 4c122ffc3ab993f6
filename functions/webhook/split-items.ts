import {
  asArray,
  asId,
  asObject,
  asText,
  type JsonObject,
  property,
} from "../../shared/contracts/loose-json.ts";
import { indexContacts } from "./match-contact.ts";
import { participantKeys } from "../../shared/whatsapp/reading/reported-status.ts";
import { unnestEcho } from "./unnest-echo.ts";
import {
  describeNumber,
  maxItems,
  shortContact,
  type WebhookChange,
  type WebhookItem,
} from "./webhook-item.ts";

type Kind = "message" | "echo" | "status";

/** One item for each message, echo or status of the change's list. */
export function splitItems(
  change: WebhookChange,
  key: "messages" | "statuses" | "message_echoes",
  kind: Kind,
): WebhookItem[] {
  const { value, share } = change;
  const parts = property(value, key) ?? [];
  if (!Array.isArray(parts) || parts.length > maxItems) {
    const part = { [key]: parts, metadata: describeNumber(change) };
    return [{ kind: "rejected", reason: `${key} is no array, or far too long`, part }];
  }
  const contactOf = indexContacts(property(value, "contacts"), kind, parts.length);
  const errors = asArray(property(value, "errors"));
  const context = property(value, "conversation_context");
  return parts.map((part): WebhookItem => {
    const item = kind === "echo" ? unnestEcho(asObject(part)) : asObject(part);
    const fault = item === undefined ? "no object" : findFault(change, item, idKeys[kind]);
    if (item === undefined || fault !== undefined) {
      const rejected = { [key]: [part], metadata: describeNumber(change) };
      return { kind: "rejected", reason: `${kind} without id or phone number: ${fault}`, part: rejected };
    }
    const { wabaId, phoneNumberId = "" } = change;
    const known = contactOf(item);
    const contact = known && share(known, shortContact);
    const split: WebhookItem =
      kind === "status"
        ? { kind, wabaId, phoneNumberId, status: item }
        : {
            kind: "message",
            source: kind,
            wabaId,
            phoneNumberId,
            message: withSurroundings(item, change, { errors, context }),
          };
    if (contact !== undefined) split.contact = contact;
    return split;
  });
}

/** The ids of an item, by which it is kept and found: an absurd one could be neither, however often it came. */
const idKeys: Record<Kind, readonly string[]> = {
  message: ["group_id"],
  echo: ["group_id"],
  status: ["status", "recipient_id", "recipient_user_id", ...participantKeys],
};

/** Why the item can be neither kept nor found; undefined when it can. */
export function findFault(
  { phoneNumberId }: Pick<WebhookChange, "phoneNumberId">,
  item: JsonObject,
  keys: readonly string[] = idKeys.message,
): string | undefined {
  if (phoneNumberId === undefined) return "no number is named";
  if (asText(property(item, "id")) === undefined) return "id is missing";
  const absurd = ["id", ...keys].find(
    (key) => asText(property(item, key)) !== undefined && asId(property(item, key)) === undefined,
  );
  return absurd === undefined ? undefined : `${absurd} is too long or holds control characters`;
}

/**
 * What stands beside a message and belongs to it: an `interactive` reply without its object has its reason in the
 * change's errors, and who takes a conversation over is told what was said before. Where they are long, only the first
 * message that lacks them has them.
 */
function withSurroundings(
  message: JsonObject,
  { share }: WebhookChange,
  { errors, context }: { errors: unknown[]; context: unknown },
): JsonObject {
  const takesErrors = errors.length > 0 && !Object.hasOwn(message, "errors");
  const takesContext = context !== undefined && !Object.hasOwn(message, "conversation_context");
  if (!takesErrors && !takesContext) return message;
  const ownErrors = takesErrors ? share(errors) : undefined;
  const ownContext = takesContext ? share(context) : undefined;
  return {
    ...message,
    ...(ownErrors === undefined ? {} : { errors: ownErrors }),
    ...(ownContext === undefined ? {} : { conversation_context: ownContext }),
  };
}

import { asText, type JsonObject, property } from "../../shared/contracts/loose-json.ts";
import { isSmall, type Share } from "./share-out.ts";

/** One thing that a webhook body tells; a body may hold a thousand of them, of several tenants. */
export type WebhookItem =
  | {
      kind: "message";
      source: "message" | "echo" | "history";
      /** A copy of what another app of the business, which has the conversation now, is told. */
      isStandby?: true;
      wabaId: string;
      phoneNumberId: string;
      message: JsonObject;
      contact?: JsonObject;
    }
  | { kind: "status"; wabaId: string; phoneNumberId: string; status: JsonObject; contact?: JsonObject }
  | {
      kind: "account";
      wabaId: string;
      phoneNumberId?: string;
      field: string;
      value: unknown;
      /** ISO 8601. */
      occurredAt?: string;
    }
  | { kind: "rejected"; reason: string; part: unknown };

/** What all items of one change share. */
export type WebhookChange = {
  wabaId: string;
  phoneNumberId: string | undefined;
  value: JsonObject;
  occurredAt: string | undefined;
  share: Share;
};

/** Far more than the thousand that Meta puts into a body at most; a list that is longer is kept as one part. */
export const maxItems = 20_000;

/** What is told of an account or a number. */
export function accountItem(
  { wabaId, phoneNumberId, value, occurredAt }: WebhookChange,
  field: string,
): WebhookItem {
  return {
    kind: "account",
    wabaId,
    ...(phoneNumberId === undefined ? {} : { phoneNumberId }),
    field,
    value,
    ...(occurredAt === undefined ? {} : { occurredAt }),
  };
}

/** What tells whose number a part is of that cannot be read: as it came, or the little that is needed where it is long. */
export function describeNumber({ share, value: { metadata } }: WebhookChange): unknown {
  return share(metadata, shortMetadata);
}

/** What a value holds beside its list: little of it goes with each item, much of it comes once, by itself. */
export function divideRest(rest: JsonObject): { each: JsonObject; once: JsonObject } {
  if (isSmall(rest)) return { each: rest, once: {} };
  return { each: { metadata: shortMetadata(rest["metadata"]) }, once: rest };
}

export function leftOver(change: WebhookChange, field: string, value: JsonObject): WebhookItem[] {
  return Object.keys(value).length === 0 ? [] : [accountItem({ ...change, value }, field)];
}

function shortMetadata(metadata: unknown): JsonObject {
  return pickIds(metadata, ["display_phone_number", "phone_number_id"]);
}

/** Who it is, of a contact that is too long to be told again. */
export function shortContact(contact: JsonObject): JsonObject {
  return pickIds(contact, ["wa_id", "user_id"]);
}

/** Meta's longest ids of people have a hundred and some characters. */
const maxKeptLength = 150;

function pickIds(part: unknown, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const id = asText(property(part, key));
      return id === undefined || id.length > maxKeptLength ? [] : [[key, id]];
    }),
  );
}

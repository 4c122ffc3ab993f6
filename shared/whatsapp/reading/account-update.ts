import { asPhone, asUserId } from "../rules/identity.ts";
import { readHandoverSummary } from "./content/handover-summary.ts";
import { omitMissing } from "./content/omit-missing.ts";
import { asArray, asName, asText, asTime, property } from "../../contracts/loose-json.ts";
import { asTemplateLanguage } from "../../language/template-language.ts";

type Template = { name: string; language: string };

/** What a webhook about an account, a number or an address book tells, as far as something follows from it. */
export type AccountUpdate = {
  /** What it is about; older news of the same thing does not undo newer. */
  subject: string;
  /** What that is part of: newer news of the whole is newer than this as well. */
  whole?: string;
  /** Where the item has a time of its own. */
  occurredAt?: Date;
} & (
  | { kind: "template-status"; template: Template; status: string; category?: string; reason?: string }
  | { kind: "template-quality"; template: Template; quality: string }
  | { kind: "template-category"; template: Template; category: string }
  /** Nothing may be sent any more, or not to customers who wrote, until then or for good. `message` is for the admin. */
  | { kind: "sending-stopped"; reason: string; message: string; until?: Date }
  | { kind: "sending-restored" }
  | { kind: "number-quality"; phone: string; quality?: "GREEN" | "RED"; throughput?: "HIGH" }
  | {
      kind: "address-book";
      phone?: string;
      businessScopedUserId?: string;
      username?: string;
      /** Missing when the contact was removed from the address book. */
      name?: string;
    }
  | { kind: "preference"; phone?: string; businessScopedUserId?: string; wanted: boolean; detail?: string }
  /** Another app of the business passes the conversation on, with what was said in it. */
  | { kind: "handover"; phone?: string; businessScopedUserId?: string; summary: string }
  | { kind: "kept" }
);

/** Reads the value of a field other than `messages`. What is not known, or of another shape, is `kept`. */
export function readAccountUpdate(field: string, value: unknown): AccountUpdate {
  switch (field) {
    case "message_template_status_update":
      return readTemplateStatus(value) ?? kept;
    case "message_template_quality_update": {
      const [template, quality] = [readTemplate(value), asText(property(value, "new_quality_score"))];
      if (template === undefined || quality === undefined) return kept;
      return { kind: "template-quality", subject: subjectOf(template), template, quality };
    }
    case "template_category_update": {
      const [template, category] = [readTemplate(value), asText(property(value, "new_category"))];
      if (template === undefined || category === undefined) return kept;
      return { kind: "template-category", subject: subjectOf(template), template, category };
    }
    case "account_update":
      return readAccountEvent(value);
    case "phone_number_quality_update":
      return readNumberQuality(value);
    case "smb_app_state_sync":
      return readAddressBook(asArray(property(value, "state_sync"))[0]);
    case "user_preferences":
      return readPreference(asArray(property(value, "user_preferences"))[0]);
    case "messaging_handovers":
      return readHandover(value);
    default:
      return kept;
  }
}

const kept: AccountUpdate = { kind: "kept", subject: "" };

function readTemplate(value: unknown): Template | undefined {
  const name = asName(property(value, "message_template_name"));
  const language = asTemplateLanguage(property(value, "message_template_language"));
  return name === undefined || language === undefined ? undefined : { name, language };
}

function subjectOf({ name, language }: Template): string {
  return `${name}/${language}`;
}

/** Events that say something of a template without changing whether it may be used. */
const statusless = new Set(["LIMIT_EXCEEDED", "FLAGGED", "UNFLAGGED", "LOCKED", "UNLOCKED"]);

function readTemplateStatus(value: unknown): AccountUpdate | undefined {
  const template = readTemplate(value);
  const event = asText(property(value, "event"))?.toUpperCase();
  if (template === undefined || event === undefined || statusless.has(event)) return undefined;
  const other = property(value, "other_info");
  const reasons = [
    asText(property(value, "reason")),
    asText(property(other, "description")),
    asText(property(property(value, "rejection_info"), "reason")),
  ];
  return omitMissing({
    kind: "template-status" as const,
    subject: subjectOf(template),
    template,
    status: event === "REINSTATED" ? "APPROVED" : event,
    category: asText(property(value, "message_template_category")),
    reason: reasons.find((reason) => reason !== undefined && reason !== "NONE"),
  });
}

const stops: Record<string, { reason: string; message: string }> = {
  ACCOUNT_DELETED: {
    reason: "account-deleted",
    message: "Meta says that this WhatsApp Business account was deleted.",
  },
  PARTNER_REMOVED: {
    reason: "access-removed",
    message:
      "Access to this WhatsApp Business account was withdrawn in Meta's business settings. Connect it again.",
  },
  ACCOUNT_OFFBOARDED: {
    reason: "access-removed",
    message: "The number was disconnected in the WhatsApp Business app. Connect it again.",
  },
};
const accountDisabled = {
  reason: "account-disabled",
  message:
    "Meta has disabled this WhatsApp Business account. The reason stands in WhatsApp Manager, under account quality.",
};
const accountRestricted = {
  reason: "account-restricted",
  message:
    "Meta has restricted this WhatsApp Business account: customers cannot be answered. WhatsApp Manager says why and how long.",
};

const sending = "sending";

/** News of an account, or of one of its numbers where it names one. */
function readAccountEvent(value: unknown): AccountUpdate {
  const event = asText(property(value, "event")) ?? "";
  const number = namedNumber(value);
  const about = number === undefined ? { subject: sending } : { subject: sendingOf(number), whole: sending };
  const stop = Object.hasOwn(stops, event) ? stops[event] : undefined;
  if (stop !== undefined) return { kind: "sending-stopped", ...about, ...stop };
  switch (event) {
    case "DISABLED_UPDATE": {
      const state = asText(property(property(value, "ban_info"), "waba_ban_state"));
      if (state === "REINSTATE") return { kind: "sending-restored", ...about };
      return state === "DISABLE" ? { kind: "sending-stopped", ...about, ...accountDisabled } : kept;
    }
    case "ACCOUNT_RESTRICTION": {
      // Others stop what a business begins, or that it adds numbers; customers who write are still answered.
      const ends = asArray(property(value, "restriction_info"))
        .filter((one) => asText(property(one, "restriction_type"))?.includes("CUSTOMER_INITIATED") === true)
        .map((one) => asTime(property(one, "expiration")));
      if (ends.length === 0) return kept;
      const until = ends.includes(undefined) ? undefined : latest(ends.filter((end) => end !== undefined));
      return omitMissing({ kind: "sending-stopped" as const, ...about, ...accountRestricted, until });
    }
    case "ACCOUNT_RECONNECTED":
    case "PARTNER_ADDED":
      return { kind: "sending-restored", ...about };
    default:
      return kept;
  }
}

/** The subject of news about what one number of an account may send. */
export function sendingOf(number: string): string {
  return `${sending}/${number}`;
}

/** The number that the news names as people write it, in digits; it concerns that number alone. */
export function namedNumber(value: unknown): string | undefined {
  const written = asName(property(value, "display_phone_number")) ?? asName(property(value, "phone_number"));
  const digits = written?.replaceAll(/\D/g, "");
  return digits === "" ? undefined : digits;
}

function latest(times: readonly Date[]): Date {
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

/** Whether an outlet was paused by such news, and may go on when there is better. */
export function isAccountReason(reason: string | null): boolean {
  const reasons = [...Object.values(stops), accountDisabled, accountRestricted].map((stop) => stop.reason);
  return reason !== null && reasons.includes(reason);
}

function readNumberQuality(value: unknown): AccountUpdate {
  const phone = namedNumber(value);
  if (phone === undefined) return kept;
  const common = { kind: "number-quality" as const, phone };
  switch (asText(property(value, "event")) ?? "") {
    case "THROUGHPUT_UPGRADE":
      return { ...common, subject: `${phone}/throughput`, throughput: "HIGH" };
    case "FLAGGED":
      return { ...common, subject: `${phone}/quality`, quality: "RED" };
    case "UNFLAGGED":
      return { ...common, subject: `${phone}/quality`, quality: "GREEN" };
    default:
      return kept;
  }
}

function readAddressBook(item: unknown): AccountUpdate {
  const contact = property(item, "contact");
  const phone = asPhone(asText(property(contact, "phone_number"))?.replaceAll(/[\s()-]/g, ""));
  const businessScopedUserId = asUserId(property(contact, "user_id"));
  const subject = businessScopedUserId ?? phone;
  if (subject === undefined || asText(property(item, "type")) !== "contact") return kept;
  const isRemoved = asText(property(item, "action")) === "remove";
  return omitMissing({
    kind: "address-book" as const,
    subject,
    phone,
    businessScopedUserId,
    username: asName(property(contact, "username"))?.replace(/^@/, ""),
    name: isRemoved
      ? undefined
      : (asName(property(contact, "full_name")) ?? asName(property(contact, "first_name")) ?? subject),
    occurredAt: asTime(property(property(item, "metadata"), "timestamp")),
  });
}

function readPreference(item: unknown): AccountUpdate {
  const phone = asPhone(property(item, "wa_id"));
  const businessScopedUserId = asUserId(property(item, "user_id"));
  const value = asText(property(item, "value"));
  const subject = businessScopedUserId ?? phone;
  const isMarketing = asText(property(item, "category")) === "marketing_messages";
  if (subject === undefined || value === undefined || !isMarketing) return kept;
  return omitMissing({
    kind: "preference" as const,
    subject,
    phone,
    businessScopedUserId,
    wanted: value !== "stop",
    detail: asText(property(item, "detail")),
    occurredAt: asTime(property(item, "timestamp")),
  });
}

/** Meta's page on messaging_handovers, 22 September 2026. Who has the conversation shows in its next message. */
function readHandover(value: unknown): AccountUpdate {
  const sender = property(value, "sender");
  const phone = asPhone(property(sender, "phone_number"));
  const businessScopedUserId = asUserId(property(sender, "user_id"));
  const subject = businessScopedUserId ?? phone;
  const passed = property(value, "control_passed");
  const summary = readHandoverSummary(property(passed, "conversation_context"));
  if (subject === undefined || summary === undefined) return kept;
  const occurredAt = asTime(property(value, "timestamp"));
  return omitMissing({
    kind: "handover" as const,
    subject,
    phone,
    businessScopedUserId,
    summary,
    occurredAt,
  });
}

import { randomInt, randomUUID } from "node:crypto";
import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { type Operation, sampleOf } from "./operations.ts";

const [acme] = seedData;
const [admin, agent] = acme.users;

/** The id that the walk gives to an API key of Acme's. */
export const walkedKeyId = "01900000-0000-7000-8000-00000000a0ff";

/** And to a message template of Acme's. */
export const walkedTemplateId = "01900000-0000-7000-8000-00000000a1ff";

/** And to a document of Acme's. */
export const walkedDocumentId = "01900000-0000-7000-8000-00000000a2ff";

/** And to a message of Acme's. */
export const walkedMessageId = "01900000-0000-7000-8000-00000000a3ff";

/** And to an unanswered question of Acme's. */
export const walkedQuestionId = "01900000-0000-7000-8000-00000000a4ff";

/** And to an answer of Acme's playground. */
export const walkedAnswerId = "01900000-0000-7000-8000-00000000a5ff";

/** And to a contact of Acme's. */
export const walkedContactId = "01900000-0000-7000-8000-00000000a6ff";

/** And to an operator's access to Acme. */
export const walkedAccessId = "01900000-0000-7000-8000-00000000a7ff";

/** And to a conversation of Acme's. */
export const walkedConversationId = "01900000-0000-7000-8000-00000000a8ff";

/** And to a note in that conversation. */
export const walkedNoteId = "01900000-0000-7000-8000-00000000a9ff";

/** And to a tag of Acme's. */
export const walkedTagId = "01900000-0000-7000-8000-00000000b1ff";

/** And to a canned reply of Acme's. */
export const walkedCannedReplyId = "01900000-0000-7000-8000-00000000b2ff";

/** By the resource: what of Acme's an `{id}` in the path names. A new resource adds its own. */
const ids: Record<string, string | undefined> = {
  tenants: acme.id,
  outlets: acme.outlet.id,
  users: agent?.id,
  "api-keys": walkedKeyId,
  templates: walkedTemplateId,
  "knowledge-bases": acme.knowledgeBase.id,
  documents: walkedDocumentId,
  messages: walkedMessageId,
  contacts: walkedContactId,
  conversations: walkedConversationId,
  tags: walkedTagId,
  "canned-replies": walkedCannedReplyId,
  "unanswered-questions": walkedQuestionId,
  llm: walkedAnswerId,
};

/** What fields and parameters must name to reach something of Acme's, or to be new where they must be. */
function valueOf(path: string, field: string): unknown {
  const resource = path.split("/")[3] ?? "";
  // Of a listing it is a day.
  if (field === "to" && (resource === "messages" || resource === "consents")) return undefined;
  switch (field) {
    case "id": {
      const id = ids[resource];
      if (id === undefined)
        throw new Error(`walk-requests.ts does not know yet what {id} of ${resource} names`);
      return id;
    }
    case "tenantId":
      return acme.id;
    case "accessId":
      return walkedAccessId;
    case "conversationId":
      return walkedConversationId;
    case "noteId":
      return walkedNoteId;
    case "draftId":
      return walkedConversationId;
    case "contactId":
    case "invoiceId":
    case "outletId":
      return acme.outlet.id;
    case "meter":
      return "message.outbound";
    case "day":
    case "from":
    case "to":
      return "2026-01-01";
    case "knowledgeBaseId":
      return acme.knowledgeBase.id;
    case "knowledgeBaseIds":
      return [acme.knowledgeBase.id];
    case "url":
      return "https://shop.example/prices";
    case "contentType":
      return path.endsWith("/documents") ? "application/pdf" : undefined;
    case "slug":
      return path.includes("{") ? acme.slug : `walk-${randomUUID().slice(0, 8)}`;
    case "uid":
      return admin?.firebaseUid;
    case "email":
      return `${randomUUID()}@walk.example`;
    case "wabaPhoneNumberId":
      return String(randomInt(1e11, 1e12));
    case "until":
    case "expiresAt":
      return new Date(Date.now() + 3_600_000).toISOString();
    default:
      return undefined;
  }
}

export type WalkRequest = { path: string; body: Record<string, unknown> | undefined };

/** Optional, and of a kind that would only make the request fail. */
const leftOut = new Set(["version", "firebaseUid", "firebaseTenantId", "adminSecondFactor", "status"]);

/** A request that the route takes, of what is Acme's. */
export function validRequest(operation: Operation, parameters: Record<string, string> = {}): WalkRequest {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(parameters[name] ?? String(valueOf(operation.path, name))),
  );
  if (operation.body === undefined) return { path, body: undefined };
  const body = sampleOf(operation.body, (field) => valueOf(operation.path, field)) as Record<string, unknown>;
  const required = operation.body.required ?? [];
  const sent = Object.entries(body).filter(([field]) => required.includes(field) || !leftOut.has(field));
  return { path, body: Object.fromEntries(sent) };
}

import { expect, test } from "vitest";
import { operationName } from "./operation-name.ts";

test.each([
  ["get", "/tenants", "listTenants"],
  ["post", "/tenants", "createTenant"],
  ["get", "/tenants/{id}", "getTenant"],
  ["patch", "/knowledge-bases/{id}", "updateKnowledgeBase"],
  ["put", "/users/{id}/role", "setUserRole"],
  ["delete", "/conversations/{id}/kept-drafts/{draftId}", "deleteConversationKeptDraft"],
  ["post", "/conversations/{id}/hand-back", "handBackConversation"],
  ["get", "/unanswered-questions", "listUnansweredQuestions"],
  ["get", "/tenants/{id}/accesses", "listTenantAccesses"],
  ["post", "/tenants/{id}/accesses", "createTenantAccess"],
  ["get", "/messages/{id}/media", "getMessageMedia"],
])("%s %s is named %s", (method, path, name) => {
  expect(operationName(method, path)).toBe(name);
});

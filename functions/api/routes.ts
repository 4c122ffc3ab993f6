import { createAnswer } from "./answers/create-answer.ts";
import { getAnswer } from "./answers/get-answer.ts";
import { getFeedback } from "./answers/get-feedback.ts";
import { getTrace } from "./answers/get-trace.ts";
import { listFeedback } from "./answers/list-feedback.ts";
import { putFeedback } from "./answers/put-feedback.ts";
import { endAccess } from "./accesses/end-access.ts";
import { listAccesses } from "./accesses/list-accesses.ts";
import { openAccess } from "./accesses/open-access.ts";
import { createApiKey } from "./api-keys/create-api-key.ts";
import { listApiKeysRoute } from "./api-keys/list-api-keys.ts";
import { revokeApiKeyRoute } from "./api-keys/revoke-api-key.ts";
import { rotateApiKeyRoute } from "./api-keys/rotate-api-key.ts";
import { takeOverApiKey } from "./api-keys/take-over-api-key.ts";
import { listAuditLog } from "./audit-log/list-audit-log.ts";
import { getInvoice, getInvoicePdf } from "./billing/get-invoice.ts";
import { getQuota } from "./billing/get-quota.ts";
import { getSubscription } from "./billing/get-subscription.ts";
import { listDepositMovementsRoute } from "./billing/list-deposit-movements.ts";
import { listInvoicesRoute } from "./billing/list-invoices.ts";
import { listPlans } from "./billing/list-plans.ts";
import { listUsageRoute } from "./billing/list-usage.ts";
import { putSubscription } from "./billing/put-subscription.ts";
import { recordDeposit } from "./billing/record-deposit.ts";
import { recordInvoicePayment } from "./billing/record-invoice-payment.ts";
import { recordUsage } from "./billing/record-usage.ts";
import { listConsentsRoute } from "./consents/list-consents.ts";
import { recordConsentRoute } from "./consents/record-consent.ts";
import { answerUnansweredQuestion } from "./knowledge/answer-unanswered-question.ts";
import { assignKnowledgeBasesRoute } from "./knowledge/assign-knowledge-bases.ts";
import { createKnowledgeBase } from "./knowledge/create-knowledge-base.ts";
import { dismissUnansweredQuestion } from "./knowledge/dismiss-unanswered-question.ts";
import { listKnowledgeBasesRoute } from "./knowledge/list-knowledge-bases.ts";
import { listUnansweredQuestions } from "./knowledge/list-unanswered-questions.ts";
import { searchKnowledgeBase } from "./knowledge/search-knowledge-base.ts";
import {
  changeCannedReply,
  createCannedReply,
  deleteCannedReplyRoute,
} from "./canned-replies/change-canned-replies.ts";
import { listCannedRepliesRoute } from "./canned-replies/list-canned-replies.ts";
import { renderCannedReply } from "./canned-replies/render-canned-reply.ts";
import { changeTag, deleteTagRoute } from "./tags/change-tag.ts";
import { createTag } from "./tags/create-tag.ts";
import { listTagsRoute } from "./tags/list-tags.ts";
import { changeContact } from "./contacts/change-contact.ts";
import { getContact, listContactsRoute } from "./contacts/list-contacts.ts";
import { createDocument } from "./documents/create-document.ts";
import { createPage } from "./documents/create-page.ts";
import { createPairs } from "./documents/create-pairs.ts";
import { deleteDocumentRoute } from "./documents/delete-document.ts";
import { getDocument } from "./documents/get-document.ts";
import { getDownload } from "./documents/get-download.ts";
import { listChunks } from "./documents/list-chunks.ts";
import { listDocumentsRoute } from "./documents/list-documents.ts";
import { reingestDocument } from "./documents/reingest-document.ts";
import type { Route } from "./http/route.ts";
import { createUpload } from "./messages/create-upload.ts";
import { getMessage } from "./messages/get-message.ts";
import { getMessageMedia } from "./messages/get-message-media.ts";
import { getMessageSender } from "./messages/get-message-sender.ts";
import { getMessagingSettings, putMessagingSettings } from "./messages/messaging-settings.ts";
import { sendMessageRoute } from "./messages/send-message.ts";
import { listModels } from "./models/list-models.ts";
import {
  closeConversation,
  reopenConversation,
  snoozeConversation,
  wakeConversation,
} from "./conversations/close-conversation.ts";
import { getConversation, listEventsRoute } from "./conversations/get-conversation.ts";
import { handBackConversation } from "./conversations/hand-back.ts";
import { countConversations, listConversations } from "./conversations/list-conversations.ts";
import { listThreadMessages } from "./conversations/list-thread.ts";
import {
  createConversationNote,
  deleteConversationNote,
  listConversationNotes,
  updateConversationNote,
} from "./conversations/notes.ts";
import {
  deleteConversationDraft,
  getConversationDraft,
  markConversationRead,
  putConversationDraft,
} from "./conversations/persons-own.ts";
import { tagConversation } from "./conversations/tag-conversation.ts";
import {
  assignConversation,
  claimConversation,
  releaseConversation,
} from "./conversations/take-conversation.ts";
import { discardKeptDraft, listKeptDraftsRoute } from "./conversations/kept-drafts.ts";
import { createOutlet } from "./outlets/create-outlet.ts";
import { deleteOutletRoute } from "./outlets/delete-outlet.ts";
import { getOutletRoute } from "./outlets/get-outlet.ts";
import { listOutletsOfTenant, listOutletsRoute } from "./outlets/list-outlets.ts";
import { updateOutletRoute } from "./outlets/update-outlet.ts";
import { createTemplate } from "./templates/create-template.ts";
import { deleteTemplate } from "./templates/delete-template.ts";
import { getTemplate } from "./templates/get-template.ts";
import { listTemplatesRoute } from "./templates/list-templates.ts";
import { previewTemplateRoute } from "./templates/preview-template.ts";
import { syncTemplates } from "./templates/sync-templates.ts";
import { createTenant } from "./tenants/create-tenant.ts";
import { deleteTenant } from "./tenants/delete-tenant.ts";
import { getTenant } from "./tenants/get-tenant.ts";
import { getTenantBySlug } from "./tenants/get-tenant-by-slug.ts";
import { listTenants } from "./tenants/list-tenants.ts";
import { getDisclosure, putDisclosure } from "./tenants/disclosure.ts";
import { updateLlmConfig } from "./tenants/update-llm-config.ts";
import { updateTenantRoute } from "./tenants/update-tenant.ts";
import { changeRole } from "./users/change-role.ts";
import { changeStatus } from "./users/change-status.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUserRoute } from "./users/delete-user.ts";
import { getUser } from "./users/get-user.ts";
import { inviteUser } from "./users/invite-user.ts";
import { getUserByFirebaseUid } from "./users/get-user-by-firebase-uid.ts";
import { listUsersOfTenant, listUsersRoute } from "./users/list-users.ts";

/** Every route below `/api/v1`, in the order of the document. */
export const routes: readonly Route[] = [
  createTenant,
  listTenants,
  getTenant,
  getTenantBySlug,
  updateTenantRoute,
  updateLlmConfig,
  getDisclosure,
  putDisclosure,
  deleteTenant,
  openAccess,
  listAccesses,
  endAccess,
  createOutlet,
  listOutletsRoute,
  listOutletsOfTenant,
  getOutletRoute,
  updateOutletRoute,
  deleteOutletRoute,
  createUser,
  listUsersRoute,
  listUsersOfTenant,
  getUserByFirebaseUid,
  getUser,
  changeRole,
  changeStatus,
  inviteUser,
  deleteUserRoute,
  createApiKey,
  listApiKeysRoute,
  revokeApiKeyRoute,
  rotateApiKeyRoute,
  takeOverApiKey,
  listConversations,
  countConversations,
  getConversation,
  listThreadMessages,
  listEventsRoute,
  claimConversation,
  assignConversation,
  releaseConversation,
  listContactsRoute,
  getContact,
  changeContact,
  listTagsRoute,
  createTag,
  changeTag,
  deleteTagRoute,
  listCannedRepliesRoute,
  createCannedReply,
  changeCannedReply,
  deleteCannedReplyRoute,
  renderCannedReply,
  handBackConversation,
  snoozeConversation,
  wakeConversation,
  closeConversation,
  reopenConversation,
  tagConversation,
  markConversationRead,
  getConversationDraft,
  putConversationDraft,
  deleteConversationDraft,
  listConversationNotes,
  createConversationNote,
  updateConversationNote,
  deleteConversationNote,
  listKeptDraftsRoute,
  discardKeptDraft,
  sendMessageRoute,
  createUpload,
  getMessage,
  getMessageMedia,
  getMessageSender,
  recordConsentRoute,
  listConsentsRoute,
  getMessagingSettings,
  putMessagingSettings,
  listTemplatesRoute,
  syncTemplates,
  createTemplate,
  getTemplate,
  previewTemplateRoute,
  deleteTemplate,
  createKnowledgeBase,
  listKnowledgeBasesRoute,
  assignKnowledgeBasesRoute,
  searchKnowledgeBase,
  createDocument,
  createPage,
  createPairs,
  listDocumentsRoute,
  getDocument,
  getDownload,
  deleteDocumentRoute,
  listChunks,
  reingestDocument,
  listUnansweredQuestions,
  answerUnansweredQuestion,
  dismissUnansweredQuestion,
  listModels,
  createAnswer,
  getAnswer,
  getTrace,
  putFeedback,
  getFeedback,
  listFeedback,
  listAuditLog,
  listPlans,
  getQuota,
  recordUsage,
  listUsageRoute,
  getSubscription,
  putSubscription,
  recordDeposit,
  recordInvoicePayment,
  listDepositMovementsRoute,
  listInvoicesRoute,
  getInvoice,
  getInvoicePdf,
];

import type { Migration } from "kysely/migration";
import { up as tenants } from "./0001-tenants.ts";
import { up as outletsAndUsers } from "./0002-outlets-and-users.ts";
import { up as billing } from "./0003-billing.ts";
import { up as knowledge } from "./0004-knowledge.ts";
import { up as conversations } from "./0005-conversations.ts";
import { up as messages } from "./0006-messages.ts";
import { up as events } from "./0007-events.ts";
import { up as api } from "./0008-api.ts";
import { up as outletHealth } from "./0009-outlet-health.ts";
import { up as usageAndBilling } from "./0010-billing.ts";
import { up as inbound } from "./0011-inbound.ts";
import { up as outbound } from "./0012-outbound.ts";
import { up as knowledgeInFull } from "./0013-knowledge.ts";
import { up as messaging } from "./0014-messaging.ts";
import { up as invitations } from "./0015-invitations.ts";
import { up as webPages } from "./0016-web-pages.ts";
import { up as answers } from "./0017-answers.ts";
import { up as invoicePayments } from "./0018-invoice-payments.ts";
import { up as provenNumbers } from "./0019-proven-numbers.ts";
import { up as movedOutlets } from "./0019b-moved-outlets.ts";
import { up as operatorReplies } from "./0020a-operator-replies.ts";
import { up as tenantAccesses } from "./0020b-tenant-accesses.ts";
import { up as apiKeys } from "./0020c-api-keys.ts";
import { up as signIn } from "./0020d-sign-in.ts";
import { up as leastPrivilege } from "./0021-least-privilege.ts";
import { up as rateLimits } from "./0022-rate-limits.ts";
import { up as turns } from "./0023-turns.ts";
import { up as handover } from "./0024-handover.ts";
import { up as models } from "./0025-models.ts";
import { up as conversationNotices } from "./0025b-conversation-notices.ts";
import { up as consentWords } from "./0026-consent-words.ts";
import { up as formsOfNumbers } from "./0026b-forms-of-numbers.ts";
import { up as readingWarnings } from "./0027-reading-warnings.ts";
import { up as erasure } from "./0028-erasure.ts";
import { up as inbox } from "./0029-inbox.ts";
import { up as manners } from "./0034-manners.ts";

/** In the order they run. Forward only: a migration that has landed is never edited, only followed. */
export const migrations: Record<string, Migration> = {
  "0001-tenants": { up: tenants },
  "0002-outlets-and-users": { up: outletsAndUsers },
  "0003-billing": { up: billing },
  "0004-knowledge": { up: knowledge },
  "0005-conversations": { up: conversations },
  "0006-messages": { up: messages },
  "0007-events": { up: events },
  "0008-api": { up: api },
  "0009-outlet-health": { up: outletHealth },
  "0010-billing": { up: usageAndBilling },
  "0011-inbound": { up: inbound },
  "0012-outbound": { up: outbound },
  "0013-knowledge": { up: knowledgeInFull },
  "0014-messaging": { up: messaging },
  "0015-invitations": { up: invitations },
  "0016-web-pages": { up: webPages },
  "0017-answers": { up: answers },
  "0018-invoice-payments": { up: invoicePayments },
  "0019-proven-numbers": { up: provenNumbers },
  "0019b-moved-outlets": { up: movedOutlets },
  "0020a-operator-replies": { up: operatorReplies },
  "0020b-tenant-accesses": { up: tenantAccesses },
  "0020c-api-keys": { up: apiKeys },
  "0020d-sign-in": { up: signIn },
  "0021-least-privilege": { up: leastPrivilege },
  "0022-rate-limits": { up: rateLimits },
  "0023-turns": { up: turns },
  "0024-handover": { up: handover },
  "0025-models": { up: models },
  "0025b-conversation-notices": { up: conversationNotices },
  "0026-consent-words": { up: consentWords },
  "0026b-forms-of-numbers": { up: formsOfNumbers },
  "0027-reading-warnings": { up: readingWarnings },
  "0028-erasure": { up: erasure },
  "0029-inbox": { up: inbox },
  "0034-manners": { up: manners },
};

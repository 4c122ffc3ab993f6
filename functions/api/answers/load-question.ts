import type { z } from "@hono/zod-openapi";
import {
  findKnowledgeBase,
  findOutletKnowledgeBaseIds,
} from "../../../shared/knowledge/queries/knowledge-bases.ts";
import { findLlmSpend } from "../../../shared/answers/queries/llm-spend.ts";
import { findOutlet } from "../../../shared/outlets/queries/outlets.ts";
import { findTenant } from "../../../shared/tenants/queries/tenants.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { askedOfTenant } from "../../../shared/answers/asked-of-tenant.ts";
import { noticeAnswer } from "../../../shared/answers/notice-answer.ts";
import type { Answered, Asked } from "../../../shared/answers/answered.ts";
import { found } from "../http/reach.ts";
import type { questionSchema } from "./answer-schema.ts";

/** What an answer is made from; or, where the tenant's quota lets no bot answer, what a customer is told instead. */
export async function loadQuestion(
  trx: TenantTransaction,
  { question, turns, outletId, knowledgeBaseIds, tone }: z.output<typeof questionSchema>,
  now: Date,
): Promise<Asked | Answered> {
  const tenant = found(await findTenant(trx));
  if (outletId !== undefined) found(await findOutlet(trx, outletId));
  for (const id of knowledgeBaseIds ?? []) found(await findKnowledgeBase(trx, id));
  const asked = askedOfTenant(tenant, tone);
  const { quota_state: quotaState } = tenant;
  if (quotaState !== "ok")
    return noticeAnswer("quota", asked, { code: "quota", reason: `quota-${quotaState}` });
  const ofOutlet = outletId === undefined ? undefined : await findOutletKnowledgeBaseIds(trx, outletId);
  const from = knowledgeBaseIds ?? ofOutlet;
  return {
    ...asked,
    question,
    turns: [...turns, { role: "customer", text: question }],
    ...(from === undefined ? {} : { knowledgeBaseIds: from }),
    spentTokens: await findLlmSpend(trx, now),
  };
}

import { closeCluster, lockUnanswered } from "../../../shared/knowledge/queries/unanswered-questions.ts";
import { audit } from "../http/audit.ts";
import { found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { ownTenant } from "../http/own-tenant.ts";

export const dismissUnansweredQuestion = defineRoute(
  {
    method: "post",
    path: "/unanswered-questions/{id}/dismiss",
    permission: "knowledge:write",
    tag: "Knowledge",
    summary: "Dismiss an unanswered question",
    description:
      "With all open ones that ask for the same. It is listed again when it was asked three more times, for then people seem " +
      "to want it answered after all.",
    status: 204,
    params: idParams,
  },
  async (context) => {
    const tenantId = ownTenant(context.principal);
    return context.write(tenantId, async ({ trx }) => {
      const { clusterKey } = found(await lockUnanswered(trx, context.params.id));
      const count = await closeCluster(trx, clusterKey, { status: "dismissed" });
      const subject = { subjectType: "unanswered-question", subjectId: context.params.id };
      if (count > 0)
        await audit(trx, context, tenantId, {
          action: "unanswered-question.dismiss",
          ...subject,
          after: { count },
        });
      return {};
    });
  },
);

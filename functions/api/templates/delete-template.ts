import {
  deleteTemplatesOfName,
  findTemplateById,
} from "../../../shared/templates/queries/message-templates.ts";
import { findOutletOfAccount } from "../../../shared/outlets/queries/outlets.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";
import { audit } from "../http/audit.ts";
import { findScope, found } from "../http/reach.ts";
import { defineRoute } from "../http/route.ts";
import { idParams } from "../http/schemas.ts";
import { accountAccess, whatsAppProblem } from "./account-access.ts";

export const deleteTemplate = defineRoute(
  {
    method: "delete",
    path: "/templates/{id}",
    permission: "templates:write",
    tag: "Templates",
    summary: "Delete a message template",
    description: "In all its languages: WhatsApp deletes by name.",
    status: 204,
    params: idParams,
  },
  async (context) => {
    const { id } = context.params;
    const tenantId = await findScope(context, "message_templates", id);
    const { template, outlet } = await context.read(tenantId, async (trx) => {
      const row = found(await findTemplateById(trx, id));
      return { template: row, outlet: await findOutletOfAccount(trx, row.waba_business_account_id) };
    });
    if (outlet === undefined)
      throw new HttpProblem("conflict", "No outlet has the template's account any more.");
    const access = await accountAccess(context, tenantId, outlet.id);
    const { name } = template;
    const outcome = await context.services.whatsapp.deleteTemplate({ ...access, name });
    if (outcome.kind !== "done") throw whatsAppProblem(outcome);
    return context.write(tenantId, async ({ trx }) => {
      await deleteTemplatesOfName(trx, access.businessAccountId, name);
      await audit(trx, context, tenantId, {
        action: "template.delete",
        subjectType: "template",
        subjectId: id,
        before: { name, language: template.language },
      });
      return {};
    });
  },
);

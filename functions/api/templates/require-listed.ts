import { areTemplatesSynced, listLanguagesOf } from "../../../shared/templates/queries/message-templates.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

/** Throws the problem of a template that the account does not have, as far as all of its templates are known. */
export async function requireListed(
  trx: TenantTransaction,
  template: { businessAccountId: string; name: string; language: string },
): Promise<void> {
  if (!(await areTemplatesSynced(trx, template.businessAccountId))) return;
  const languages = await listLanguagesOf(trx, template);
  const hint = "If it is new at Meta, fetch the templates with POST /templates/sync.";
  if (languages.length === 0)
    throw new HttpProblem("not-found", `The account has no template ${template.name}. ${hint}`);
  throw new HttpProblem(
    "conflict",
    `The template ${template.name} is not there in ${template.language}, but in ${languages.join(", ")}. ${hint}`,
  );
}

import { listTemplatesNamed } from "../../../shared/templates/queries/message-templates.ts";
import { listOutlets } from "../../../shared/outlets/queries/outlets.ts";
import type { TenantTransaction } from "../../../shared/db/tenant-scope.ts";
import { fitTemplate } from "../../../shared/templates/rules/fit-template.ts";
import { refuseTemplate } from "../../../shared/templates/rules/template-state.ts";
import { HttpProblem } from "../../../shared/runtime/errors.ts";

type Template = { name: string; language: string };

/**
 * Throws the problem that says why the template cannot take a message's place: each business account that an outlet
 * sends by must have it, approved, of a category that may be sent unasked, and with nothing to fill in.
 */
export async function requireWindowTemplate(trx: TenantTransaction, template: Template): Promise<void> {
  const outlets = await listOutlets(trx, {}, { after: undefined, limit: 1_000 });
  const known = await listTemplatesNamed(trx, template);
  const accounts = outlets
    .filter(({ status }) => status !== "disabled")
    .map((outlet) => outlet.waba_business_account_id);
  const errors = [...new Set(accounts)].flatMap((account) => {
    const found = known.find((one) => one.waba_business_account_id === account);
    const why =
      found === undefined
        ? `is no template of the account ${account}; sync its templates`
        : refuse(found, template);
    return why === undefined ? [] : [{ field: "windowTemplate", message: why }];
  });
  if (accounts.length === 0)
    errors.push({ field: "windowTemplate", message: "needs an outlet, whose account has the template" });
  if (errors.length > 0) throw new HttpProblem("invalid", undefined, { errors });
}

type Found = Awaited<ReturnType<typeof listTemplatesNamed>>[number];

function refuse(found: Found, template: Template): string | undefined {
  const state = refuseTemplate(found.status);
  if (state !== undefined) return `cannot be sent: ${state}`;
  if (found.category === "AUTHENTICATION")
    return "is for one-time passwords; take one of UTILITY or MARKETING";
  const stored = { components: found.components, parameterFormat: found.parameter_format };
  const [misfit] = fitTemplate(stored, { type: "template", ...template });
  return misfit === undefined ? undefined : `has something to fill in: ${misfit.field} ${misfit.message}`;
}

import { asArray, asObject, asText } from "../../contracts/loose-json.ts";
import { callGraph } from "./call.ts";
import type { CallOutcome } from "./call-outcome.ts";

type AccountAccess = { businessAccountId: string; accessToken: string };
type Failed = Exclude<CallOutcome, { kind: "answered" }>;

/** A template as Graph lists it. */
type GraphTemplate = {
  templateId?: string;
  name: string;
  language: string;
  category: string;
  status: string;
  quality?: string;
  reason?: string;
  parameterFormat?: string;
  components: unknown[];
};

type NewTemplate = {
  name: string;
  language: string;
  category: string;
  parameterFormat?: string | undefined;
  components: unknown[];
};

export type TemplateCalls = {
  /** Every template of the account. */
  listTemplates(access: AccountAccess): Promise<{ kind: "listed"; templates: GraphTemplate[] } | Failed>;
  /** Hands a template in for Meta's review. A second one of the same name and language is refused. */
  createTemplate(
    access: AccountAccess & { template: NewTemplate },
  ): Promise<{ kind: "created"; templateId?: string; status: string; category: string } | Failed>;
  /** Deletes all languages of the name. */
  deleteTemplate(access: AccountAccess & { name: string }): Promise<{ kind: "done" } | Failed>;
};

const maxPages = 50;
const fields = "id,name,language,status,category,quality_score,rejected_reason,parameter_format,components";

/** Calls of Graph that concern an account's message templates. */
export function createTemplateCalls({ root, timeoutMs }: { root: string; timeoutMs: number }): TemplateCalls {
  const address = (businessAccountId: string) =>
    `${root}/${encodeURIComponent(businessAccountId)}/message_templates`;

  return {
    async listTemplates({ businessAccountId, accessToken }) {
      const list = `${address(businessAccountId)}?fields=${fields}&limit=100`;
      const templates: GraphTemplate[] = [];
      let after: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const url = after === undefined ? list : `${list}&after=${encodeURIComponent(after)}`;
        const outcome = await callGraph({ method: "GET", url, accessToken, timeoutMs });
        if (outcome.kind !== "answered") return outcome;
        const body = asObject(outcome.body);
        templates.push(...asArray(body?.["data"]).flatMap(readTemplate));
        const paging = asObject(body?.["paging"]);
        // Only the cursor: the address of the next page would carry the token wherever it says.
        after = paging?.["next"] === undefined ? undefined : asText(asObject(paging["cursors"])?.["after"]);
        if (after === undefined) return { kind: "listed", templates };
      }
      return { kind: "unknown", reason: "the list of templates has no end" };
    },
    async createTemplate({ businessAccountId, accessToken, template }) {
      const { parameterFormat, ...rest } = template;
      const body = { ...rest, ...(parameterFormat !== undefined && { parameter_format: parameterFormat }) };
      const url = address(businessAccountId);
      const outcome = await callGraph({ method: "POST", url, accessToken, body, timeoutMs });
      if (outcome.kind !== "answered") return outcome;
      const created = asObject(outcome.body);
      const templateId = asText(created?.["id"]);
      return {
        kind: "created",
        status: asText(created?.["status"]) ?? "PENDING",
        category: asText(created?.["category"]) ?? template.category,
        ...(templateId !== undefined && { templateId }),
      };
    },
    async deleteTemplate({ businessAccountId, accessToken, name }) {
      const url = `${address(businessAccountId)}?name=${encodeURIComponent(name)}`;
      const outcome = await callGraph({ method: "DELETE", url, accessToken, timeoutMs });
      return outcome.kind === "answered" ? { kind: "done" } : outcome;
    },
  };
}

function readTemplate(value: unknown): GraphTemplate[] {
  const template = asObject(value);
  const name = asText(template?.["name"]);
  const language = asText(template?.["language"]);
  if (template === undefined || name === undefined || language === undefined) return [];
  const templateId = asText(template["id"]);
  const quality = asText(asObject(template["quality_score"])?.["score"]);
  const reason = asText(template["rejected_reason"]);
  const parameterFormat = asText(template["parameter_format"]);
  return [
    {
      name,
      language,
      category: asText(template["category"]) ?? "UTILITY",
      status: asText(template["status"]) ?? "PENDING",
      components: asArray(template["components"]),
      ...(templateId !== undefined && { templateId }),
      ...(quality !== undefined && { quality }),
      ...(reason !== undefined && reason !== "NONE" && { reason }),
      ...(parameterFormat !== undefined && { parameterFormat }),
    },
  ];
}

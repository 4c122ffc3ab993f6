import { chooseMailLanguage } from "./mail-language.ts";
import { accessWords } from "./access-words.ts";

export type AccessFacts = {
  tenantName: string;
  /** The tenant's, as a BCP 47 tag. */
  language: string | null;
  /** The operator's address. */
  operator: string;
  reason: string;
  expiresAt: Date;
};

/** What a tenant's admins are told of an operator's access to their data, in the tenant's language. */
export function accessMail({ tenantName, language, operator, reason, expiresAt }: AccessFacts): {
  subject: string;
  text: string;
} {
  const words = accessWords[chooseMailLanguage(language)];
  const tenant = tenantName.replaceAll(/\s+/g, " ");
  const time = `${expiresAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    subject: words.subject(tenant),
    text: [`${words.opened(operator, tenant)} ${words.until(time)}`, words.reason(reason), words.means].join(
      "\n\n",
    ),
  };
}

import { chooseMailLanguage } from "../billing/mail/mail-language.ts";
import { invitationWords } from "./invitation-words.ts";
import type { TenantRole } from "./permissions.ts";

export type InvitationFacts = {
  tenantName: string;
  /** The tenant's, as a BCP 47 tag. */
  language: string | null;
  role: TenantRole;
  /** Where the new account's password is chosen; without one the person signs in as before. */
  passwordLink: string | undefined;
};

/** What somebody is told who was made a user, in the tenant's language. */
export function invitationMail({ tenantName, language, role, passwordLink }: InvitationFacts): {
  subject: string;
  text: string;
} {
  const words = invitationWords[chooseMailLanguage(language)];
  const tenant = tenantName.replaceAll(/\s+/g, " ");
  const way =
    passwordLink === undefined ? [words.signIn] : [words.choosePassword, passwordLink, words.expires];
  return {
    subject: words.subject(tenant),
    text: [`${words.given(tenant)} ${words.role[role]}`, ...way, words.ignore(tenant)].join("\n\n"),
  };
}

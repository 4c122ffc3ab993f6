import { chooseMailLanguage } from "./mail-language.ts";
import { type InvitationWords, invitationWords } from "./invitation-words.ts";
import type { TenantRole } from "./permissions.ts";

/** How the invited get in. */
export type WayIn =
  /** A new account's password is chosen at the link. */
  | { kind: "password"; link: string }
  /** The person signs in as before. */
  | { kind: "linked" }
  /** Not at all: the address signs in elsewhere. */
  | { kind: "taken" };

export type InvitationFacts = {
  tenantName: string;
  /** The tenant's, as a BCP 47 tag. */
  language: string | null;
  role: TenantRole;
  wayIn: WayIn;
};

/** What somebody is told who was made a user, in the tenant's language. */
export function invitationMail({ tenantName, language, role, wayIn }: InvitationFacts): {
  subject: string;
  text: string;
} {
  const words = invitationWords[chooseMailLanguage(language)];
  const tenant = tenantName.replaceAll(/\s+/g, " ");
  return {
    subject: words.subject(tenant),
    text: [
      `${words.given(tenant)} ${words.role[role]}`,
      ...describeWay(words, tenant, wayIn),
      words.ignore(tenant),
    ].join("\n\n"),
  };
}

function describeWay(words: InvitationWords, tenant: string, wayIn: WayIn): string[] {
  switch (wayIn.kind) {
    case "password":
      return [words.choosePassword, wayIn.link, words.expires];
    case "linked":
      return [words.signIn];
    case "taken":
      return [words.taken(tenant)];
  }
}

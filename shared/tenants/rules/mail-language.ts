/** The languages that mails are written in. */
const languages = ["en", "id", "pt", "es"] as const;
export type MailLanguage = (typeof languages)[number];

/** The language that mails to a tenant are written in; English where its own is none of those there are. */
export function chooseMailLanguage(tag: string | null): MailLanguage {
  const language = tag?.toLowerCase().split("-", 1)[0] ?? "";
  return languages.find((known) => known === language) ?? "en";
}

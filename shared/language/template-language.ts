import { asName } from "../contracts/loose-json.ts";

/**
 * The language of a template as Meta writes it: `en_US`, `pt_BR`, `fil`. People, and some of Meta's own pages, write
 * `en-US` or `EN_us` for the same.
 */
export function toTemplateLanguage(text: string): string {
  return text.replace(
    /^([a-z]{2,3})[-_]([a-z]{2})$/i,
    (_, language: string, country: string) => `${language.toLowerCase()}_${country.toUpperCase()}`,
  );
}

/** The same of what Meta says. */
export function asTemplateLanguage(value: unknown): string | undefined {
  const text = asName(value);
  return text === undefined ? undefined : toTemplateLanguage(text);
}

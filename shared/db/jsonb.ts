/**
 * The JSON text to write into a jsonb column. Postgres stores neither NUL nor half a surrogate pair, and customers'
 * messages hold both now and then: each becomes U+FFFD, so that one odd character cannot stop an event.
 */
export function toJsonb(value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  // JSON.stringify writes exactly these characters as escapes; a backslash that is text itself is doubled.
  return json.replaceAll(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, "$1\uFFFD");
}

/** The text with what a Postgres text column refuses (NUL, lone surrogates) replaced by U+FFFD. */
export function toStorableText(text: string): string {
  return text.replaceAll("\0", "\uFFFD").toWellFormed();
}

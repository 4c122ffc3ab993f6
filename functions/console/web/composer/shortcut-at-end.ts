/** What is being typed behind a `#` at the end of the text, in small letters; undefined where nothing is. */
export function shortcutAtEnd(text: string): string | undefined {
  const [, typed] = /(?:^|\s)#([\p{L}\p{N}_-]*)$/u.exec(text) ?? [];
  return typed?.toLowerCase();
}

/** The text with the reply in place of the shortcut that is being typed. */
export function withReply(text: string, reply: string): string {
  return text.replace(/#[\p{L}\p{N}_-]*$/u, () => reply);
}

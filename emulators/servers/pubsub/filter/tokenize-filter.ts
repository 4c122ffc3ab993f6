import { invalidArgument } from "../grpc/status-error.ts";

export type Token = { kind: "word" | "text" | "sign"; value: string };

const pattern = /\s*(?:("(?:[^"\\]|\\.)*")|(!=|[().:=,-])|([A-Za-z0-9_][A-Za-z0-9_-]*))/y;

/** The tokens of a filter; string literals come unescaped. Throws INVALID_ARGUMENT at what is none. */
export function tokenizeFilter(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw invalidArgument(`Invalid filter (filter=${source}): unexpected text at ${at}.`);
    const [, literal, sign, word] = match;
    if (literal !== undefined) tokens.push({ kind: "text", value: unescaped(literal, source) });
    else if (sign !== undefined) tokens.push({ kind: "sign", value: sign });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
  }
  return tokens;
}

function unescaped(literal: string, source: string): string {
  try {
    return JSON.parse(literal) as string;
  } catch {
    throw invalidArgument(`Invalid filter (filter=${source}): ${literal} is no string literal.`);
  }
}

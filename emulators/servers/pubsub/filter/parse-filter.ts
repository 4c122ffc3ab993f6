import { invalidArgument } from "../grpc/status-error.ts";
import { tokenizeFilter, type Token } from "./tokenize-filter.ts";

type Attributes = Readonly<Record<string, string>>;
export type Filter = (attributes: Attributes) => boolean;

type Cursor = { source: string; tokens: Token[]; at: number };

const maxBytes = 256;

/**
 * A predicate over a message's attributes from a filter expression; the empty one passes everything. As in the service,
 * AND and OR mix only with parentheses, and `!=` also holds where the attribute is absent. Throws INVALID_ARGUMENT.
 * https://cloud.google.com/pubsub/docs/subscription-message-filter#filtering_syntax
 */
export function parseFilter(source: string): Filter {
  if (Buffer.byteLength(source) > maxBytes)
    throw invalidArgument(`A filter is limited to ${maxBytes} bytes.`);
  const cursor: Cursor = { source, tokens: tokenizeFilter(source), at: 0 };
  if (cursor.tokens.length === 0) return () => true;
  const filter = parseExpression(cursor);
  if (cursor.at < cursor.tokens.length) throw unexpected(cursor);
  return filter;
}

function parseExpression(cursor: Cursor): Filter {
  const terms = [parseTerm(cursor)];
  const operator = peek(cursor, "AND") ? "AND" : "OR";
  while (accept(cursor, operator)) terms.push(parseTerm(cursor));
  return operator === "AND"
    ? (attributes) => terms.every((term) => term(attributes))
    : (attributes) => terms.some((term) => term(attributes));
}

function parseTerm(cursor: Cursor): Filter {
  if (accept(cursor, "NOT") || accept(cursor, "-")) {
    const term = parseTerm(cursor);
    return (attributes) => !term(attributes);
  }
  if (accept(cursor, "(")) {
    const inner = parseExpression(cursor);
    expect(cursor, ")");
    return inner;
  }
  return accept(cursor, "hasPrefix") ? parsePrefix(cursor) : parseComparison(cursor);
}

function parsePrefix(cursor: Cursor): Filter {
  expect(cursor, "(");
  expect(cursor, "attributes");
  expect(cursor, ".");
  const key = parseKey(cursor);
  expect(cursor, ",");
  const prefix = parseText(cursor);
  expect(cursor, ")");
  return (attributes) => Object.hasOwn(attributes, key) && attributes[key]?.startsWith(prefix) === true;
}

function parseComparison(cursor: Cursor): Filter {
  expect(cursor, "attributes");
  if (accept(cursor, ":")) {
    const key = parseKey(cursor);
    return (attributes) => Object.hasOwn(attributes, key);
  }
  expect(cursor, ".");
  const key = parseKey(cursor);
  const negated = accept(cursor, "!=");
  if (!negated) expect(cursor, "=");
  const value = parseText(cursor);
  return (attributes) => (Object.hasOwn(attributes, key) && attributes[key] === value) !== negated;
}

function parseKey(cursor: Cursor): string {
  const token = cursor.tokens[cursor.at];
  if (token === undefined || token.kind === "sign") throw unexpected(cursor);
  cursor.at += 1;
  return token.value;
}

function parseText(cursor: Cursor): string {
  if (cursor.tokens[cursor.at]?.kind !== "text") throw unexpected(cursor);
  return parseKey(cursor);
}

function peek(cursor: Cursor, value: string): boolean {
  const token = cursor.tokens[cursor.at];
  return token !== undefined && token.kind !== "text" && token.value === value;
}

function accept(cursor: Cursor, value: string): boolean {
  if (!peek(cursor, value)) return false;
  cursor.at += 1;
  return true;
}

function expect(cursor: Cursor, value: string): void {
  if (!accept(cursor, value)) throw unexpected(cursor);
}

function unexpected(cursor: Cursor): Error {
  const token = cursor.tokens[cursor.at]?.value ?? "the end";
  return invalidArgument(`Invalid filter (filter=${cursor.source}): unexpected ${token}.`);
}

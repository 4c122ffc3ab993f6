import { badRequest } from "../http/http-error.ts";

/**
 * What a PUT to a resumable upload says of itself. `whole`: no Content-Range, the body is everything. `query`: no bytes,
 * how many do you have? `chunk`: bytes from `start`, to `end` or to the end of the body; the total may not be known yet.
 */
export type ContentRange =
  | { kind: "whole" }
  | { kind: "query"; total: number | undefined }
  | { kind: "chunk"; start: number; end: number | undefined; total: number | undefined };

export function parseContentRange(header: string | undefined): ContentRange {
  if (header === undefined) return { kind: "whole" };
  const match = /^bytes (?:(\*)|(\d+)-(\d+|\*))\/(\d+|\*)$/.exec(header.trim());
  if (!match) throw badRequest(`Failed to parse Content-Range header: ${header}`);
  const [, star, start, end, total] = match;
  if (star !== undefined) return { kind: "query", total: numberOf(total) };
  return { kind: "chunk", start: Number(start), end: numberOf(end), total: numberOf(total) };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "*" ? undefined : Number(text);
}

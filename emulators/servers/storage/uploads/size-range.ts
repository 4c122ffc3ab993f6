import { HttpError, badRequest } from "../http/http-error.ts";

/** Reads `x-goog-content-length-range: min,max`, with which the maker of a signed URL limits what may be uploaded. */
export function readSizeRange(header: string | string[] | undefined): [number, number] | undefined {
  if (header === undefined) return undefined;
  const match = /^(\d+),(\d+)$/.exec(String(header).trim());
  if (!match) throw badRequest(`Invalid x-goog-content-length-range: ${String(header)}`);
  return [Number(match[1]), Number(match[2])];
}

export function checkSize(range: [number, number] | undefined, size: number): void {
  if (!range) return;
  if (size < range[0]) throw new HttpError(400, "EntityTooSmall", "Your proposed upload is too small.");
  if (size > range[1]) throw new HttpError(400, "EntityTooLarge", "Your proposed upload is too large.");
}

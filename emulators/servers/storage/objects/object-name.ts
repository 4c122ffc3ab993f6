import { badRequest } from "../http/http-error.ts";

/** Throws a 400 for a name that Cloud Storage would refuse (1–1024 bytes, no line breaks, not a bare dot or two). */
export function checkObjectName(name: string): void {
  const bytes = Buffer.byteLength(name);
  if (bytes === 0) throw badRequest("Required parameter: name");
  if (bytes > 1024) throw badRequest("The specified object name is too long.");
  if (/[\r\n]/.test(name) || name === "." || name === "..") {
    throw badRequest(`Invalid object name: ${JSON.stringify(name)}`);
  }
}

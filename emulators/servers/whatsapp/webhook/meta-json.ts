/**
 * JSON as Meta writes it: non-ASCII as lower-case `\uXXXX` and "/" as `\/`. The signature is over these bytes,
 * so a receiver that parses and writes the body again computes another digest, as it would in production.
 */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll("/", String.raw`\/`)
    .replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const longest = 2_000;
const ports = new Set(["", "80", "443"]);

/**
 * The address of a page of the public web, without its fragment; undefined for what is none in form: another scheme or port,
 * a name or password in it. What its host leads to is for whoever connects to check.
 */
export function readWebAddress(text: string, base?: URL): URL | undefined {
  if (text.length > longest || !URL.canParse(text, base?.href)) return undefined;
  const url = new URL(text, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  if (!ports.has(url.port) || url.username !== "" || url.password !== "") return undefined;
  url.hash = "";
  return url.href.length > longest ? undefined : url;
}

import { randomInt } from "node:crypto";

/** Asks the address whether it knows the verify token, as Meta does on registration. Answers what is wrong. */
export async function handshake(
  url: string,
  verifyToken: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const address = URL.parse(url);
  if (address === null) return "The callback URL is not a URL";
  const challenge = String(randomInt(1e9, 2e9));
  address.searchParams.set("hub.mode", "subscribe");
  address.searchParams.set("hub.challenge", challenge);
  address.searchParams.set("hub.verify_token", verifyToken);
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    const body = await response.text();
    if (response.status !== 200) return `The callback URL answered ${response.status} instead of 200`;
    if (body !== challenge) return "The callback URL did not answer with the challenge as its whole body";
    return undefined;
  } catch (error) {
    return `The callback URL could not be reached: ${String(error instanceof Error ? (error.cause ?? error) : error)}`;
  }
}

/**
 * The address that the outermost of our proxies saw. What stands further left in X-Forwarded-For is the client's own
 * say, so it never counts; without proxies' words it is the connection's.
 */
export function addressOf(
  forwardedFor: string | undefined,
  peer: string | undefined,
  trustedProxies: number,
): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return hops.at(-trustedProxies) ?? peer ?? "unknown";
}

/**
 * Whom to count an address as. A household or a server has a /64 of IPv6 to itself, and 2^64 addresses in it; an IPv4
 * address is one whether or not it is written as IPv6. Text that is no address counts as itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const bare = address.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  const groups = groupsOf(bare);
  if (groups === undefined) return address;
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return ipv4Of(groups);
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":")}::/64`;
}

function ipv4Of(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

/** The eight groups of an IPv6 address; undefined for what is none. https://url.spec.whatwg.org/#concept-ipv6-parser */
function groupsOf(address: string): number[] | undefined {
  if (!URL.canParse(`http://[${address}]`)) return undefined;
  const text = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = text.split("::");
  const numbers = (part: string) => (part === "" ? [] : part.split(":").map((group) => parseInt(group, 16)));
  const [before, after] = [numbers(head), numbers(tail ?? "")];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

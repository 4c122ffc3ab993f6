import { z } from "@hono/zod-openapi";
import ipaddr from "ipaddr.js";

/** A range of addresses in CIDR notation, or one address, kept as the range that it is. */
const addressRange = z
  .string()
  .trim()
  .max(60)
  .transform((value, context) => {
    const range = toRange(value);
    if (range !== undefined) return range;
    context.issues.push({
      code: "custom",
      message: "must be a range of addresses, as 203.0.113.0/24 or 2001:db8::/48",
      input: value,
    });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "203.0.113.0/24" });

export const addressRanges = z
  .array(addressRange)
  .max(20)
  .openapi({ description: "From where the key is taken; from everywhere when there are none" });

/** Whether the address is in one of the ranges; of no ranges every address is. */
export function isInRanges(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address that came mapped into IPv6 is the IPv4 address.
  const parsed = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === parsed.kind() && parsed.match(network, bits);
  });
}

function toRange(value: string): string | undefined {
  try {
    const [network, bits] = value.includes("/") ? ipaddr.parseCIDR(value) : whole(value);
    const isIpv4 = network.kind() === "ipv4";
    // A mapped range would never match, for addresses are unmapped first.
    if (!isIpv4 && (network as ipaddr.IPv6).isIPv4MappedAddress()) return undefined;
    const start = (isIpv4 ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(
      `${network.toString()}/${bits}`,
    );
    return `${start.toString()}/${bits}`;
  } catch {
    return undefined;
  }
}

function whole(address: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  // Four numbers, or IPv6: "127.1" and "0x7f000001" are no notation that people mean.
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address))
    throw new Error("no address");
  const parsed = ipaddr.process(address);
  return [parsed, parsed.kind() === "ipv4" ? 32 : 128];
}

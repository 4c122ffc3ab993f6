import { expect, test } from "vitest";
import { isPublicAddress } from "./is-public-address.ts";

test.each(["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2001:4860:4860::8888"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ["this machine", "127.0.0.1", "127.8.9.1", "::1", "0.0.0.0", "0.1.2.3", "::"],
  ["a private network", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fec0::1"],
  ["a carrier's network", "100.64.0.1", "100.100.100.200"],
  ["a link, or a cloud's metadata service", "169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00:ec2::254"],
  ["a group", "224.0.0.1", "239.255.255.255", "255.255.255.255", "ff02::1"],
  ["an IPv4 address in disguise", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1", "::127.0.0.1"],
  ["translated by NAT64", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1"],
  ["tunnelled by 6to4 or Teredo", "2002:7f00:1::1", "2002:808:808::1", "2001:0:4136:e378::1"],
  ["nobody's", "192.0.2.1", "198.18.0.1", "203.0.113.1", "240.0.0.1", "2001:db8::1", "100::1", "4000::1"],
  ["no address", "", "localhost", "1.2.3", "256.1.1.1", "2130706433x"],
])("an address of %s is not public: %s", (_whose, ...addresses) => {
  for (const address of addresses) expect(isPublicAddress(address), address).toBe(false);
});

import { describe, expect, test } from "vitest";
import { addressOf, networkOf } from "./address-of.ts";

test.each([
  ["203.0.113.9", 1, "203.0.113.9"],
  ["1.1.1.1, 203.0.113.9", 1, "203.0.113.9"],
  ["1.1.1.1, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9"],
  ["203.0.113.9", 2, "127.0.0.1"],
  ["", 1, "127.0.0.1"],
  [undefined, 1, "127.0.0.1"],
])("of %s behind %d proxies the address is %s", (header, proxies, expected) => {
  expect(addressOf(header, "127.0.0.1", proxies)).toBe(expected);
});

describe("an address counts as", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::ffff:cb00:7109", "203.0.113.9"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:0DB8:0001:0002::", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::7]:443", "2001:db8:1:2::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["unknown", "unknown"],
    ["a:b:c", "a:b:c"],
    ["::g]@[", "::g]@["],
  ])("%s as %s", (address, expected) => {
    expect(networkOf(address)).toBe(expected);
  });
});

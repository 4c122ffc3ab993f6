import { expect, test } from "vitest";
import { murmur3 } from "./murmur3.ts";

// Published test vectors of MurmurHash3_x86_32 with seed 0.
test.each([
  ["", 0],
  ["a", 0x3c2569b2],
  ["aaaa", 0x7eeed987],
  ["abc", 0xb3dd93fa],
  ["Hello, world!", 0xc0363e43],
  ["The quick brown fox jumps over the lazy dog", 0x2e4ff723],
])("hashes %j as every other implementation does", (text, expected) => {
  expect(murmur3(text)).toBe(expected);
});

import { expect, test } from "vitest";
import { crc32c } from "./crc32c.ts";

test.each([
  ["123456789", 0xe3069283],
  ["", 0],
])("the CRC-32C of %j is the published one", (text, expected) => {
  expect(crc32c(Buffer.from(text))).toBe(expected);
});

test("32 zero bytes give the value of RFC 3720", () => {
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

test("bytes given in pieces count as one", () => {
  expect(crc32c(Buffer.from("6789"), crc32c(Buffer.from("12345")))).toBe(0xe3069283);
});

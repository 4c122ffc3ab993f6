import { expect, test } from "vitest";
import { readWebAddress } from "./web-address.ts";

test.each([
  ["https://shop.example/delivery?city=Bandung#top", "https://shop.example/delivery?city=Bandung"],
  ["http://shop.example:80", "http://shop.example/"],
  ["https://shop.example:443/", "https://shop.example/"],
  ["HTTPS://Toko-Müller.example/", "https://xn--toko-mller-feb.example/"],
])("%s is an address of the web", (text, address) => {
  expect(readWebAddress(text)?.href).toBe(address);
});

test.each([
  "shop.example",
  "ftp://shop.example/",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "http://shop.example:8080/",
  "http://shop.example:22/",
  "https://owner@shop.example/",
  "https://owner:secret@shop.example/",
  `https://shop.example/${"a".repeat(2_000)}`,
  "https://",
])("%s is none", (text) => {
  expect(readWebAddress(text)).toBeUndefined();
});

test("what stands on a page is read from where the page is", () => {
  expect(readWebAddress("../prices", new URL("https://shop.example/a/b"))?.href).toBe(
    "https://shop.example/prices",
  );
  expect(readWebAddress("//other.example:21/", new URL("https://shop.example/"))).toBeUndefined();
});

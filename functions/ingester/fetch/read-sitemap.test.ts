import { describe, expect, test } from "vitest";
import { isSitemap, readSitemap } from "./read-sitemap.ts";

const at = new URL("https://shop.example/sitemap.xml");
const read = (xml: string, limit = 100) => {
  const { lists, urls } = readSitemap(Buffer.from(xml), at, limit);
  return [lists, ...urls.map(({ href }) => href)];
};
const urlset = (...entries: string[]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.join("")}</urlset>`;
const entry = (address: string, more = "") => `<url><loc>${address}</loc>${more}</url>`;

describe("a sitemap", () => {
  test("lists pages, each once, with entities and CDATA read", () => {
    expect(
      read(
        urlset(
          entry(" https://shop.example/a?x=1&amp;y=2 "),
          entry("<![CDATA[https://shop.example/b]]>"),
          entry("https://shop.example/b#part"),
        ),
      ),
    ).toEqual(["pages", "https://shop.example/a?x=1&y=2", "https://shop.example/b"]);
  });

  test("with a prefix is one too, and pictures in it are no pages", () => {
    const xml = `<s:urlset xmlns:s="x"><s:url><s:loc>https://shop.example/a</s:loc><image:image><image:loc>https://shop.example/a.png</image:loc></image:image></s:url></s:urlset>`;
    expect(isSitemap(Buffer.from(xml))).toBe(true);
    expect(read(xml)).toEqual(["pages", "https://shop.example/a"]);
  });

  test("of sitemaps lists these", () => {
    const xml = `<sitemapindex><sitemap><loc>https://shop.example/s1.xml</loc></sitemap></sitemapindex>`;
    expect(read(xml)).toEqual(["sitemaps", "https://shop.example/s1.xml"]);
  });

  test("cannot list other websites' pages, nor what is no page", () => {
    const others = [
      "https://other.example/",
      "http://127.0.0.1/",
      "file:///etc/passwd",
      "https://shop.example:8443/",
    ];
    expect(read(urlset(...others.map((address) => entry(address))))).toEqual(["pages"]);
  });

  test("is read up to the limit only, whatever comes after", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => entry(`https://shop.example/${index}`));
    expect(read(`${urlset(...many).replace("</urlset>", "")}<<<broken`, 3)).toHaveLength(4);
  });

  test.each([
    ["broken off", urlset(entry("https://shop.example/a")).slice(0, -12)],
    ["not well-formed", "<urlset><url></urlset>"],
    [
      "full of nested entities",
      `<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${urlset(entry("https://shop.example/&b;"))}`,
    ],
  ])("that is %s is refused", (_how, xml) => {
    expect(() => read(xml)).toThrow();
  });

  test("nested without end is read without it", () => {
    expect(read(`<urlset>${"<url>".repeat(100_000)}${"</url>".repeat(100_000)}</urlset>`)).toEqual(["pages"]);
  });
});

test.each(["<html><body>A sitemap is an urlset</body></html>", "<rss></rss>", "", "%PDF-1.4"])(
  "%j is no sitemap",
  (text) => {
    expect(isSitemap(Buffer.from(text))).toBe(false);
  },
);

import { describe, expect, test } from "vitest";
import { cleanHtml } from "./clean-html.ts";
import { parseHtml } from "./parse-html.ts";

const bodyOf = (html: string) => /<body>(.*)<\/body>/s.exec(cleanHtml(html))?.[1];

async function textOf(html: string): Promise<string> {
  return JSON.stringify(await parseHtml(html));
}

describe("a page", () => {
  test.each([
    ["whole", "<!doctype html><html><head><title>Shop</title></head><body><p>Open daily.</p></body></html>"],
    ["without a body", "<html><title>Shop</title><p>Open daily.</p></html>"],
    ["without a frame", "<!doctype html><title>Shop</title>\n<p>Open daily."],
    [
      "with text after its head",
      "<html><head><title>Shop</title></head><p>Open daily.</p><body></body></html>",
    ],
  ])("%s has its title and its text", async (_how, html) => {
    expect(await parseHtml(html)).toEqual({
      kind: "blocks",
      pages: [
        {
          blocks: [
            { kind: "heading", level: 1, text: "Shop" },
            { kind: "paragraph", text: "Open daily." },
          ],
        },
      ],
    });
  });

  test("has no scripts, and no title of a picture", async () => {
    const html = `<svg><title>Logo</title></svg><script>"<p>no</p>"</script><noscript>no</noscript><p>yes</p>`;
    expect(bodyOf(html)).toBe("<p>yes</p>");
    expect(cleanHtml(html)).toContain("<title></title>");
  });

  test("keeps what its marks mean", () => {
    const html = `<p CLASS=x title='a"b'>1 &lt; 2 &amp; 3<br>next<img alt="A &quot;b&quot;"></p>`;
    expect(bodyOf(html)).toBe(
      `<p class="x" title="a&quot;b">1 &lt; 2 &amp; 3<br>next<img alt="A &quot;b&quot;"></p>`,
    );
  });
});

describe("a page written to keep us", () => {
  const deep = (tag: string, depth: number) =>
    `${`<${tag}>`.repeat(depth)}Open daily.${`</${tag}>`.repeat(depth)}`;

  test.each(["div", "span", "blockquote", "table", "font", "x-y"])(
    "by one <%s> in the other keeps its text, at a depth that can be read",
    async (tag) => {
      const clean = cleanHtml(deep(tag, 1_900));
      expect(clean.match(new RegExp(`<${tag}>`, "g"))?.length).toBeLessThanOrEqual(101);
      expect(await textOf(deep(tag, 1_900))).toContain("Open daily.");
    },
  );

  test.each(["div", "font"])("by a hundred thousand <%s> is refused", async (tag) => {
    await expect(parseHtml(deep(tag, 100_000))).rejects.toMatchObject({ code: "too-complex" });
    await expect(parseHtml(`<${tag}>`.repeat(100_000))).rejects.toMatchObject({ code: "too-complex" });
  });

  test("by ends of what never began is read", async () => {
    expect(await textOf(`<p>Open daily.${"</div></b></table>".repeat(50_000)}`)).toContain("Open daily.");
  });

  test("by many that side by side hold many is read", async () => {
    const rows = `<div>${"<div><b>a</b></div>".repeat(20)}${"<div>".repeat(90)}x${"</div>".repeat(90)}</div>`;
    expect(await textOf(`<main><p>Open daily.</p>${rows.repeat(30)}</main>`)).toContain("Open daily.");
  });
});

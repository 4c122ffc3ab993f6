import sax from "sax";
import { readWebAddress } from "../../../shared/knowledge/rules/web-address.ts";

/** What a sitemap lists: pages, or further sitemaps. https://www.sitemaps.org/protocol.html */
type Sitemap = { lists: "pages" | "sitemaps"; urls: URL[] };

const rootPattern = /<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]/;
const pieceLength = 64 * 1024;

export function isSitemap(bytes: Uint8Array): boolean {
  return rootPattern.test(Buffer.from(bytes.subarray(0, 4_096)).toString());
}

/**
 * The first addresses that a sitemap lists, each once, `limit` at most; those of other hosts are left out, as the protocol
 * wants. Throws when it is not well-formed up to there.
 */
export function readSitemap(bytes: Uint8Array, at: URL, limit: number): Sitemap {
  const text = Buffer.from(bytes).toString();
  const urls = new Map<string, URL>();
  let lists: Sitemap["lists"] = "pages";
  let loc: string | undefined;
  const path: string[] = [];
  const add = (piece: string) => {
    if (loc !== undefined && loc.length < 5_000) loc += piece;
  };
  const parser = Object.assign(sax.parser(true), {
    onopentag({ name }: { name: string }) {
      path.push(name.replace(/^.*:/, ""));
      if (path.length === 1) lists = path[0] === "sitemapindex" ? "sitemaps" : "pages";
      // An image's or a video's address stands deeper, or in an element of another name.
      if (path.length === 3 && path[2] === "loc" && !name.startsWith("image:")) loc = "";
    },
    ontext: add,
    oncdata: add,
    onclosetag() {
      path.pop();
      const url = loc === undefined ? undefined : readWebAddress(loc.trim(), at);
      loc = undefined;
      if (url?.hostname === at.hostname && urls.size < limit) urls.set(url.href, url);
    },
    onerror(error: Error) {
      throw error;
    },
  });
  for (let start = 0; start < text.length && urls.size < limit; start += pieceLength) {
    parser.write(text.slice(start, start + pieceLength));
  }
  if (urls.size < limit) parser.close();
  return { lists, urls: [...urls.values()] };
}

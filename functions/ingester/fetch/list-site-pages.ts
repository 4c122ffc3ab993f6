import { gunzipSync } from "node:zlib";
import type { WebPage } from "./web-pages.ts";
import { IngestFailure } from "../ingest-failure.ts";
import { isSitemap, readSitemap } from "./read-sitemap.ts";
import type { IngesterServices } from "../services.ts";

/** Of one sitemap, those further down counted in. */
const maxSitePages = 100;
const maxSitemaps = 10;
const maxUnpackedBytes = 20 * 1024 * 1024;

/**
 * The pages that a sitemap lists, the first hundred of them; undefined when the page is no sitemap. Of an index the sitemaps
 * that it lists are read, but nothing below these. Throws `IngestFailure` when there is no page in it.
 */
export async function listSitePages(
  page: WebPage,
  { webPages }: Pick<IngesterServices, "webPages">,
): Promise<URL[] | undefined> {
  const bytes = sitemapOf(page);
  if (bytes === undefined) return undefined;
  const { lists, urls } = read(bytes, page.url);
  if (lists === "pages") return urls;
  const pages = new Map<string, URL>();
  for (const { href } of urls.slice(0, maxSitemaps)) {
    if (pages.size >= maxSitePages) break;
    const answer = await webPages.read(href);
    const inner = answer.kind === "page" ? sitemapOf(answer) : undefined;
    if (answer.kind !== "page" || inner === undefined) continue;
    const found = read(inner, answer.url);
    for (const url of found.lists === "pages" ? found.urls : []) pages.set(url.href, url);
  }
  if (pages.size === 0) throw new IngestFailure("sitemap-empty");
  return [...pages.values()].slice(0, maxSitePages);
}

function sitemapOf({ bytes, contentType }: WebPage): Uint8Array | undefined {
  const unpacked = /^application\/(?:x-)?gzip/i.test(contentType) ? unpack(bytes) : bytes;
  return isSitemap(unpacked) ? unpacked : undefined;
}

function unpack(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxUnpackedBytes });
  } catch (error) {
    throw new IngestFailure("page-too-large", { cause: error });
  }
}

function read(bytes: Uint8Array, at: URL): ReturnType<typeof readSitemap> {
  try {
    const found = readSitemap(bytes, at, maxSitePages);
    if (found.urls.length > 0) return found;
  } catch (error) {
    throw new IngestFailure("sitemap-damaged", { cause: error });
  }
  throw new IngestFailure("sitemap-empty");
}

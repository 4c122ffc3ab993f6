import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import type { FetchHandler } from "../../shared/runtime/on-fetch.ts";
import { pageConfigOf } from "./page-config.ts";
import { pageHeaders } from "./page-headers.ts";
import type { ConsoleServices } from "./services.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** Serves the built pages below `folder`. Whatever is no file is an address inside the application. */
export function createHandler(services: Pick<ConsoleServices, "config">, folder: string): FetchHandler {
  const headers = pageHeaders(services);
  const config = JSON.stringify(pageConfigOf(services));

  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD")
      return new Response(undefined, { status: 405, headers: { ...headers, allow: "GET, HEAD" } });
    const { pathname } = new URL(request.url);
    if (pathname === "/config.json") return answer(config, ".json", "no-cache");
    if (pathname.startsWith("/assets/")) {
      const file = await readBelow(folder, pathname);
      // The name holds the content's hash: under this name it never changes.
      return file === undefined
        ? answer("", ".json", "no-store", 404)
        : answer(file, extname(pathname), "public, max-age=31536000, immutable");
    }
    const page = await readBelow(folder, pathname === "/sign-in" ? "sign-in.html" : "index.html");
    return page === undefined
      ? answer("The console's pages are not built.", ".html", "no-store", 503)
      : answer(page, ".html", "no-cache");
  };

  function answer(
    body: string | Uint8Array<ArrayBuffer>,
    kind: string,
    caching: string,
    status = 200,
  ): Response {
    return new Response(body, {
      status,
      headers: {
        ...headers,
        "content-type": contentTypes[kind] ?? "application/octet-stream",
        "cache-control": caching,
      },
    });
  }
}

/** Nothing where there is no such file; never one outside the folder. */
async function readBelow(folder: string, path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    if (["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Reply } from "../http/reply.ts";

const folder = new URL("page/", import.meta.url);

/** Names of the page's files; the empty one is the page itself. */
export const pageFiles = ["", ...readdirSync(folder)];

const types: Record<string, string> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/** Blobs are the files that somebody is about to send, and recordings. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A file of the phone page; the names come from the route table, never from a request. */
export async function pageFile(name: string): Promise<Reply> {
  const file = name === "" ? "index.html" : name;
  const headers = {
    "content-type": types[file.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
  };
  return { status: 200, headers, body: await readFile(new URL(file, folder)) };
}

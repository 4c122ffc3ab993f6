import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

type Package = { name: string; version: string; license?: string };

/**
 * The names, versions and licences of all packages whose code is among a bundle's inputs, in one text: most licences ask
 * that their words go with every copy.
 */
export async function noticesFor(root: string, inputs: readonly string[]): Promise<string> {
  const folders = new Set(
    inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []),
  );
  const notices = await Promise.all([...folders].toSorted().map((folder) => noticeOf(join(root, folder))));
  return [...new Set(notices)].join(`\n${"-".repeat(80)}\n\n`);
}

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  ) as Package;
  const files = (await readdir(folder)).filter((file) => /^(?:licen[cs]e|notice|copying)\b/i.test(file));
  const texts = await Promise.all(files.toSorted().map(async (file) => readText(join(folder, file))));
  return [`${name} ${version} (${license ?? "see below"})`, ...texts].join("\n\n").trimEnd().concat("\n");
}

async function readText(path: string): Promise<string> {
  return (await readFile(path, "utf8")).replaceAll("\r\n", "\n").trim();
}

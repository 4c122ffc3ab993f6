import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { collectResources } from "../testing/collect-resources.ts";
import { record } from "../testing/read-plan.ts";
import { text } from "../testing/text.ts";

type CloudInit = { write_files: { path: string; content: string }[]; runcmd: string[] };

let machine: CloudInit;

beforeAll(async () => {
  const plan = await collectResources("dev");
  const instance = plan.find(({ type }) => type === "gcp:compute/instance:Instance");
  machine = parse(text(record(instance?.inputs["metadata"])["user-data"])) as CloudInit;
}, 60_000);

test("the machine's scripts are what its shell can read", () => {
  const scripts = machine.write_files.filter(({ path }) => path.endsWith(".sh"));
  expect(scripts.length).toBeGreaterThan(2);
  for (const { path, content } of scripts) {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: content, encoding: "utf8" });
    expect(status, `${path}: ${stderr}`).toBe(0);
  }
});

/** Runs the script that follows the key in a folder of its own, where Secret Manager holds one key and Qdrant another. */
async function followKey(held: string, running: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "qdrant-"));
  onTestFinished(async () => rm(folder, { recursive: true }));
  const answers = `{"access_token":"t"}{"payload":{"data": "${Buffer.from(held).toString("base64")}"}}`;
  const commands = {
    // Both questions are answered at once; each reader takes out what it asked for.
    curl: `#!/bin/sh\nprintf '%s\\n' '${answers}'\n`,
    systemctl: `#!/bin/sh\necho "$@" >> ${folder}/told\n`,
  };
  for (const [name, content] of Object.entries(commands)) await write(name, content);
  for (const { path, content } of machine.write_files) {
    if (path.endsWith(".sh"))
      await write(basename(path), content.replaceAll("/etc/qdrant", folder).replaceAll("/run", folder));
  }
  await write("qdrant-key", running);
  await write("told", "");
  const { PATH = "" } = process.env;
  spawnSync("sh", [join(folder, "follow-key.sh")], { env: { PATH: `${folder}:${PATH}` } });
  return readFile(join(folder, "told"), "utf8");

  async function write(name: string, content: string): Promise<void> {
    await writeFile(join(folder, name), content);
    await chmod(join(folder, name), 0o755);
  }
}

test("Qdrant starts again with a key that was rotated, and is left alone with the one that it has", async () => {
  expect(await followKey("new", "old")).toBe("restart qdrant.service\n");
  expect(await followKey("old", "old")).toBe("");
  expect(await followKey("", "old")).toBe("");
  expect(machine.runcmd.join("\n")).toContain("qdrant-key.timer");
});

import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedData } from "../../shared/testing/examples/seed-data.ts";
import { serveFetch } from "../../shared/runtime/on-fetch.ts";
import { createTestApi, type TestApi } from "./testing/test-api.ts";

const [acme] = seedData;
const root = fileURLToPath(new URL("../../", import.meta.url));
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
let api: TestApi;
let server: Server;

beforeAll(async () => {
  api = await createTestApi();
  server = createServer((request, response) => void serveFetch(api.handle, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  await api.close();
});

/** The README's example as it stands there; only where it finds the stack differs, for tests run on ports of their own. */
async function runExample(): Promise<Record<string, unknown>[]> {
  const readme = await readFile(`${root}README.md`, "utf8");
  const example = /```sh\n(TOKEN=[\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const script = example
    .replaceAll("http://localhost:3001", `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    .replace("npm run --silent token --", `'${process.execPath}' emulators/commands/token.ts`)
    // Each answer on a line of its own.
    .replaceAll(/^curl -s/gm, "curl -s -w '\\n'");
  const { stdout } = await promisify(execFile)("sh", ["-ec", script], {
    cwd: root,
    env: { ...process.env, FIREBASE_AUTH_EMULATOR_HOST: api.authHost },
  });
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test.runIf(hasCurl)(
  "the README's curl examples work word for word with the printed token, again and again",
  async () => {
    const first = await runExample();
    expect(first).toMatchObject([
      { slug: "kopi-kita", status: "active", llmTone: { tone: "warm and brief", language: "Indonesian" } },
      {
        tenantId: acme.id,
        wabaPhoneNumber: "+622155500199",
        status: "unverified",
        statusMessage: expect.any(String),
      },
      { data: [{ id: acme.outlet.id }, { name: "Acme Outdoor Jakarta" }], nextCursor: null },
      { status: "ok" },
    ]);
    expect(await runExample()).toEqual(first);
  },
);

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { FetchHandler } from "../../shared/runtime/on-fetch.ts";
import { createHandler } from "./handle.ts";
import type { ConsoleServices } from "./services.ts";

const config = {
  FIREBASE_PROJECT_ID: "crm",
  FIREBASE_WEB_API_KEY: "public",
  CONSOLE_API_URL: "https://api.example",
  CONSOLE_AUTH_URL: "",
  CONSOLE_UPLOAD_URL: "https://storage.googleapis.com",
  CONSOLE_TRIAL_ACCOUNTS: "Sari=sari@acme.example:secret:1",
} as ConsoleServices["config"];
let handle: FetchHandler;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), "pages-"));
  await mkdir(join(folder, "dist/assets"), { recursive: true });
  await writeFile(join(folder, "dist/index.html"), "application");
  await writeFile(join(folder, "dist/sign-in.html"), "sign-in");
  await writeFile(join(folder, "dist/assets/main-1a2b.js"), "script");
  await writeFile(join(folder, "secret.js"), "secret");
  handle = createHandler({ config }, join(folder, "dist"));
});

const get = async (path: string, method = "GET") =>
  handle(new Request(`http://console${path}`, { method }), { address: undefined });

test("an asset is kept for ever, a page is asked for anew each time", async () => {
  const asset = await get("/assets/main-1a2b.js");
  expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(asset.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await get("/")).headers.get("cache-control")).toBe("no-cache");
});

test("every address inside the application gives its page, and the sign-in its own", async () => {
  expect(await (await get("/settings/people?role=agent")).text()).toBe("application");
  expect(await (await get("/sign-in")).text()).toBe("sign-in");
});

test("an asset of another version is not found, and nothing outside the folder is", async () => {
  expect((await get("/assets/main-0000.js")).status).toBe(404);
  expect((await get("/assets/..%2f..%2fsecret.js")).status).toBe(404);
});

test("no page may run a script or a style that stands inside it", async () => {
  const policy = (await get("/")).headers.get("content-security-policy");
  expect(policy).toContain("script-src 'self'; style-src 'self';");
  expect(policy).not.toContain("unsafe");
  expect(policy).toContain("connect-src 'self' https://api.example https://identitytoolkit.googleapis.com");
});

test("the configuration names the API, the sign-in and the accounts to try", async () => {
  expect(await (await get("/config.json")).json()).toEqual({
    apiUrl: "https://api.example",
    auth: { projectId: "crm", apiKey: "public", emulatorUrl: "" },
    trialAccounts: [{ name: "Sari", email: "sari@acme.example", password: "secret:1" }],
  });
});

test("nothing but reading is answered", async () => {
  expect((await get("/", "POST")).status).toBe(405);
});

import { afterEach, expect, test, vi } from "vitest";
import { functionEnvironment, localEnvironment } from "./local-environment.ts";
import { serverPorts, type ServerName } from "./ports.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

function signerOf(given: Record<string, string>): string | undefined {
  for (const name of ["STORAGE_EMULATOR_HOST", "GOOGLE_APPLICATION_CREDENTIALS"])
    vi.stubEnv(name, given[name]);
  const names = Object.keys(serverPorts) as ServerName[];
  const environment = localEnvironment({
    urls: Object.fromEntries(names.map((name) => [name, `http://${name}`])) as Record<ServerName, string>,
    database: { ownerUrl: "", functionsUrl: "" },
    secrets: { appSecret: "a", verifyToken: "b", secretsKey: "c" },
    keyFile: "/local/key.json",
  });
  return functionEnvironment(["api"], environment)["GOOGLE_APPLICATION_CREDENTIALS"];
}

test("functions sign with the key that our storage server knows, whoever a developer is signed in as", () => {
  expect(signerOf({})).toBe("/local/key.json");
  expect(signerOf({ GOOGLE_APPLICATION_CREDENTIALS: "/home/me.json" })).toBe("/local/key.json");
});

test("where another storage server takes its place, a key that is given for it wins", () => {
  const other = { STORAGE_EMULATOR_HOST: "http://127.0.0.1:1" };
  expect(signerOf({ ...other, GOOGLE_APPLICATION_CREDENTIALS: "/home/me.json" })).toBe("/home/me.json");
  expect(signerOf(other)).toBe("/local/key.json");
});

import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serverPorts } from "../emulators/stack/ports.ts";

const root = new URL("../", import.meta.url);
const firebase = JSON.parse(readFileSync(new URL("firebase.json", root), "utf8")) as {
  emulators: Record<string, { port: number; host: string }>;
  storage: { rules: string };
  hosting: { public: string; rewrites: { source: string; run: { serviceId: string; region: string } }[] };
};

test("the suite's servers take the ports of ours", () => {
  const { auth, pubsub, storage } = firebase.emulators;
  expect([auth?.port, pubsub?.port, storage?.port]).toEqual([
    serverPorts.firebaseAuth,
    serverPorts.pubsub,
    serverPorts.storage,
  ]);
});

test("clients may neither read nor write any object", () => {
  const rules = readFileSync(new URL(firebase.storage.rules, root), "utf8");
  expect(rules.match(/allow .*/g)).toEqual(["allow read, write: if false;"]);
});

test("Hosting hands the API's paths to the API and all others to the console, in the region of the prod example", () => {
  const region = /gcp:region: (\S+)/.exec(readFileSync(new URL("infra/Pulumi.prod.yaml", root), "utf8"))?.[1];
  expect(firebase.hosting.rewrites.map(({ source, run }) => [source, run.serviceId, run.region])).toEqual([
    ["/api/**", "crm-api", region],
    ["**", "crm-console", region],
  ]);
  expect(existsSync(new URL(firebase.hosting.public, root))).toBe(true);
});

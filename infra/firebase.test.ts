import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { serverPorts } from "../emulators/stack/ports.ts";

const root = new URL("../", import.meta.url);
const firebase = JSON.parse(readFileSync(new URL("firebase.json", root), "utf8")) as {
  emulators: Record<string, { port: number; host: string }>;
  storage: { rules: string };
  hosting: { public: string };
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

test("the suite's Hosting serves a folder that is there, and sends nobody to the cloud", () => {
  // Its rewrites to Cloud Run would go to the real services; those are made by the program, for the real site.
  expect(firebase.hosting).not.toHaveProperty("rewrites");
  expect(existsSync(new URL(firebase.hosting.public, root))).toBe(true);
});

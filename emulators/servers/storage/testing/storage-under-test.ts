import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Storage } from "@google-cloud/storage";
import { vi } from "vitest";
import { loadSigningKey, type SigningKey } from "../signed/signing-key.ts";
import { startStorage } from "../start-storage.ts";
import type { StorageOptions } from "../start-storage.ts";
import type { LocalServer } from "../../local-server.ts";

export type StorageUnderTest = {
  server: LocalServer;
  /** The official client, pointed by its own variable. */
  client: Storage;
  close(): Promise<void>;
};

export async function openStorage(options: Partial<StorageOptions> = {}): Promise<StorageUnderTest> {
  const server = await startStorage({ port: 0, projectId: "demo-crm", ...options });
  vi.stubEnv("STORAGE_EMULATOR_HOST", server.url);
  const client = new Storage({ projectId: "demo-crm" });
  vi.unstubAllEnvs();
  return { server, client, close: () => server.close() };
}

/** The same with a key whose signatures it takes; GOOGLE_APPLICATION_CREDENTIALS wants the `keyFile`. */
export async function openSigningStorage(): Promise<StorageUnderTest & { signing: SigningKey }> {
  const signing = await loadSigningKey(undefined, "demo-crm");
  const storage = await openStorage({ signers: { [signing.email]: signing.publicKey } });
  const close = async (): Promise<void> => {
    await Promise.all([storage.close(), signing.close()]);
  };
  return { ...storage, signing, close };
}

/** A folder of its own for one test, removed by the function given back with it. */
export async function makeFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "storage-test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A service account's key as Google hands it out; clients find it by GOOGLE_APPLICATION_CREDENTIALS. */
type KeyFile = { type: "service_account"; client_email: string; private_key: string; project_id: string };

export type SigningKey = {
  keyFile: string;
  email: string;
  publicKey: string;
  /** Removes what is not to be kept. */
  close(): Promise<void>;
};

/**
 * The key that signs links to objects on this machine: made once and kept with the local state, or for the time being
 * without a folder. It is good for the local storage server alone.
 */
export async function loadSigningKey(dataDir: string | undefined, projectId: string): Promise<SigningKey> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), "signing-key-")));
  const keyFile = join(folder, "signing-key.json");
  const key = await readFile(keyFile, "utf8").then(
    (text) => JSON.parse(text) as KeyFile,
    async (error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
      const made = newKey(projectId);
      await mkdir(folder, { recursive: true });
      await writeFile(keyFile, JSON.stringify(made, null, 2), { mode: 0o600 });
      return made;
    },
  );
  const publicKey = createPublicKey(key.private_key).export({ type: "spki", format: "pem" });
  const close = async (): Promise<void> => {
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  };
  return { keyFile, email: key.client_email, publicKey: publicKey.toString(), close };
}

function newKey(projectId: string): KeyFile {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    type: "service_account",
    project_id: projectId,
    client_email: `local@${projectId}.iam.gserviceaccount.com`,
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

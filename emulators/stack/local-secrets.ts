import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export type LocalSecrets = {
  /** Signs the local WhatsApp server's webhooks. */
  appSecret: string;
  verifyToken: string;
  /** Wraps the tenants' data keys. */
  secretsKey: string;
};

/** This machine's own secrets: made once, kept with the local state, and good for nothing else. */
export async function loadLocalSecrets(dataDir: string | undefined): Promise<LocalSecrets> {
  if (dataDir === undefined) return newSecrets();
  const file = join(dataDir, "secrets.json");
  try {
    return JSON.parse(await readFile(file, "utf8")) as LocalSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const secrets = newSecrets();
    await mkdir(dataDir, { recursive: true });
    await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
    return secrets;
  }
}

function newSecrets(): LocalSecrets {
  return {
    appSecret: randomBytes(16).toString("hex"),
    verifyToken: randomBytes(16).toString("hex"),
    secretsKey: randomBytes(32).toString("base64"),
  };
}

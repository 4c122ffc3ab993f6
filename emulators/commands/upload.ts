import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Storage } from "@google-cloud/storage";
import { findDocument } from "../../shared/knowledge/queries/documents.ts";
import { inTenant } from "../../shared/db/tenant-scope.ts";
import { documentObjectName } from "../../shared/knowledge/rules/document-object-name.ts";
import { uuidOf } from "../../shared/runtime/uuid-of.ts";
import { explainNotRunning, openLocalDatabase } from "../stack/local-database.ts";
import { documentsBucket, localProjectId } from "../stack/local-environment.ts";
import { serverPorts } from "../stack/ports.ts";
import { seedTenantOf } from "../../shared/testing/examples/seed-tenant-of.ts";

const usage = "Usage: npm run upload -- path.pdf [--tenant acme]   (PDF, Markdown or plain text)";
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenant: { type: "string", default: "acme" } },
});
const tenant = seedTenantOf(flags.tenant);
const path = positionals[0];
if (path === undefined || tenant === undefined) {
  console.error(usage);
  process.exit(2);
}
// npm runs scripts in the package's folder; the path is meant from where the user is.
const file = resolve(process.env["INIT_CWD"] ?? ".", path);
const { size } = await stat(file).catch(() => {
  console.error(`There is no file ${path}.`);
  process.exit(1);
});

const db = openLocalDatabase("api", "tenant");
try {
  const storage = new Storage({
    projectId: localProjectId,
    apiEndpoint: `http://127.0.0.1:${serverPorts.storage}`,
  });
  const fileName = basename(file);
  const documentId = documentIdOf(tenant.id, fileName);
  const destination = documentObjectName({ tenantId: tenant.id, documentId, fileName });
  const [uploaded] = await storage.bucket(documentsBucket).upload(file, { destination });
  console.log(`${fileName} (${size} bytes) is in the bucket; ${tenant.name} reads it …`);
  await watch(documentId, Number(uploaded.metadata.generation));
} catch (error) {
  explainNotRunning(error);
} finally {
  await db.destroy();
}

/** Follows the document until this upload of it answers, or cannot be read. */
async function watch(documentId: string, generation: number): Promise<void> {
  let shown = "";
  for (;;) {
    const document = await inTenant(db, tenant?.id ?? "", async (trx) => findDocument(trx, documentId));
    const isOurs = document !== undefined && document.object_generation >= generation;
    const state = isOurs ? (document.stage ?? document.status) : "waiting";
    if (state !== shown && state !== "waiting") console.log(`  ${state}`);
    shown = state;
    if (isOurs && document.status === "ready") {
      console.log(
        `Ready: ${document.page_count} pages, ${document.chunk_count} chunks. Ask: npm run say -- "…"`,
      );
      return;
    }
    if (isOurs && document.status === "failed") {
      console.error(document.error_message);
      process.exitCode = 1;
      return;
    }
    await sleep(200);
  }
}

/** The same file name is the same document, so that uploading it again replaces what it said. */
function documentIdOf(tenantId: string, fileName: string): string {
  return uuidOf(`${tenantId}/${fileName}`);
}

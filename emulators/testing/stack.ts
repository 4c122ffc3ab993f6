import { setTimeout as sleep } from "node:timers/promises";
import { Storage } from "@google-cloud/storage";
import { type FunctionName, functionNames } from "../../shared/contracts/functions.ts";
import { documentObjectName } from "../../shared/knowledge/rules/document-object-name.ts";
import { documentsBucket, localProjectId } from "../stack/local-environment.ts";
import { type ServerName, serverPorts } from "../stack/ports.ts";
import { type Stack, type StackOptions, startStack } from "../stack/stack.ts";

function zeros<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

/** The whole product on free ports, its state in memory: for tests and benchmarks, beside a running one. */
export async function startTestStack(options: Partial<StackOptions> = {}): Promise<Stack> {
  return startStack({
    serverPorts: zeros(Object.keys(serverPorts) as ServerName[]),
    functionPorts: zeros<FunctionName>(functionNames),
    isolated: false,
    schedules: false,
    durable: false,
    ...options,
  });
}

/** Uploads a document as a tenant's own; resolves once the bucket has it. */
export async function uploadDocument(
  stack: Stack,
  document: { tenantId: string; documentId: string; fileName: string; content: string | Buffer },
): Promise<void> {
  const storage = new Storage({ projectId: localProjectId, apiEndpoint: stack.servers.urls.storage });
  await storage
    .bucket(documentsBucket)
    .file(documentObjectName(document))
    .save(document.content, { resumable: false });
}

/** Waits until the condition gives something; throws after so long, with what it last gave. */
export async function until<Value>(
  condition: () => Promise<Value | undefined | false>,
  { timeoutMs = 30_000, everyMs = 50, what = "the condition" } = {},
): Promise<Value> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not come true within ${timeoutMs} ms`);
    await sleep(everyMs);
  }
}

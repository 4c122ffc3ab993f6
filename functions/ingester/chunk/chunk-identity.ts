import { createHash } from "node:crypto";
import { uuidOf } from "../../../shared/runtime/uuid-of.ts";

export type ChunkIdentity = {
  /** A UUID. */
  id: string;
  contentHash: string;
};

/**
 * The ids of a document's chunks, by what they say: the same bytes read again give the same ids, so that a repeated delivery
 * overwrites its own work. The generation is part of an id, for two readings stand side by side until the switch; the hash
 * is not of it, and tells which vectors of the old reading serve the new one.
 */
export function identifyChunks(
  documentId: string,
  generation: number,
  model: string,
  texts: readonly string[],
): ChunkIdentity[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const contentHash = sha256(`${model}\0${text}`).slice(0, 32);
    const occurrence = seen.get(contentHash) ?? 0;
    seen.set(contentHash, occurrence + 1);
    return { id: uuidOf(`${documentId}/${generation}/${contentHash}/${occurrence}`), contentHash };
  });
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

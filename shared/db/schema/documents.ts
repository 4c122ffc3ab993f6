import type { Selectable } from "kysely";
import type { Generated, Timestamp } from "./column-types.ts";

export type DocumentsTable = {
  id: Generated<string>;
  tenant_id: Generated<string>;
  knowledge_base_id: string;
  name: string;
  content_type: string;
  size_bytes: number;
  bucket: string;
  object_name: string;
  object_generation: number;
  content_sha256: string | null;
  status: Generated<"uploaded" | "processing" | "ready" | "failed" | "deleting">;
  stage: "fetching" | "reading" | "embedding" | null;
  page_count: number | null;
  chunk_count: Generated<number>;
  generation: Generated<number>;
  error_code: string | null;
  error_message: string | null;
  language: string | null;
  ready_at: Timestamp | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  word_count: Generated<number>;
  embedded_count: Generated<number>;
  source: Generated<"upload" | "url" | "pairs">;
  source_url: string | null;
  site_document_id: string | null;
  source_etag: string | null;
  source_modified: string | null;
  chunk_total: number | null;
};

/** A row as it is read. */
export type Document = Selectable<DocumentsTable>;

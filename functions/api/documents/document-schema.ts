import { z } from "@hono/zod-openapi";
import type { Document } from "../../../shared/db/schema.d.ts";
import {
  isTruncation,
  readingWarnings,
  type ReadingWarningCode,
  readWarnings,
  warningMessage,
} from "../../../shared/knowledge/rules/reading-warning.ts";
import { id, text, timestamp } from "../http/schemas.ts";

const warningCodes = Object.keys(readingWarnings) as [ReadingWarningCode, ...ReadingWarningCode[]];

const status = z.enum(["uploaded", "processing", "ready", "failed", "deleting"]);

export const documentFilters = { status: status.optional(), name: text(255).optional() };

export const documentSchema = z
  .object({
    id,
    knowledgeBaseId: id,
    name: z.string(),
    contentType: z.string(),
    sizeBytes: z.int(),
    source: z.enum(["upload", "url", "pairs"]),
    url: z.string().nullable().openapi({ description: "Of a web page or a sitemap" }),
    siteDocumentId: id.nullable().openapi({ description: "The sitemap that lists the page" }),
    status,
    isAnswering: z
      .boolean()
      .openapi({ description: "Also true while a newer upload is read, or could not be" }),
    progress: z
      .object({
        stage: z.enum(["fetching", "reading", "embedding"]).nullable(),
        pages: z.int().nullable(),
        chunks: z.int().nullable().openapi({ description: "Null until the file is cut into them" }),
        embeddedChunks: z.int(),
      })
      .openapi({ description: "Of the reading that goes on" }),
    chunkCount: z.int(),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .openapi({ description: "In words for whoever uploaded it" }),
    isTruncated: z.boolean().openapi({ description: "It holds more than is read of one document" }),
    warnings: z
      .array(
        z.object({
          code: z.enum(warningCodes),
          count: z.int(),
          pages: z.array(z.int()).openapi({ description: "Empty where the document has none" }),
          message: z.string(),
        }),
      )
      .openapi({ description: "What the reading that answers left out, and why" }),
    readyAt: timestamp.nullable(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .openapi("Document");

export function presentDocument(row: Document): z.output<typeof documentSchema> {
  const isFailed = row.status === "failed" && row.error_code !== null;
  const warnings = readWarnings(row.warnings);
  return {
    id: row.id,
    knowledgeBaseId: row.knowledge_base_id,
    name: row.name,
    contentType: row.content_type,
    sizeBytes: row.size_bytes,
    source: row.source,
    url: row.source_url,
    siteDocumentId: row.site_document_id,
    status: row.status,
    isAnswering: row.generation > 0,
    progress: {
      stage: row.stage,
      pages: row.page_count,
      chunks: row.chunk_total,
      embeddedChunks: row.embedded_count,
    },
    chunkCount: row.chunk_count,
    error: isFailed ? { code: row.error_code ?? "", message: row.error_message ?? "" } : null,
    isTruncated: warnings.some(isTruncation),
    warnings: warnings.map((warning) => ({
      code: warning.code,
      count: warning.count,
      pages: warning.pages ?? [],
      message: warningMessage(warning),
    })),
    readyAt: row.ready_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

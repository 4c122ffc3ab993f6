import { safeFileName } from "../../files/rules/safe-file-name.ts";

/** Where a document's object lies in the bucket: under its tenant's prefix, so that the name alone tells whose it is. */
export type DocumentObject = { tenantId: string; documentId: string; fileName: string };

const uuid = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const form = new RegExp(`^tenants/(${uuid})/documents/(${uuid})/([^/]+)$`);

export function documentObjectName({ tenantId, documentId, fileName }: DocumentObject): string {
  return `tenants/${tenantId}/documents/${documentId}/${safeFileName(fileName)}`;
}

/** Undefined when the name is not a document's. */
export function readDocumentObjectName(objectName: string): DocumentObject | undefined {
  const [, tenantId, documentId, fileName] = form.exec(objectName) ?? [];
  if (tenantId === undefined || documentId === undefined || fileName === undefined) return undefined;
  return { tenantId, documentId, fileName };
}

import { safeFileName } from "../../files/rules/safe-file-name.ts";

/** The object of a file that was uploaded to be sent: under its tenant's prefix, in the bucket of media. */
export function uploadObjectName(upload: { tenantId: string; uploadId: string; fileName: string }): string {
  return `tenants/${upload.tenantId}/uploads/${upload.uploadId}/${safeFileName(upload.fileName)}`;
}

/** The name that the object's file had. */
export function fileNameOf(objectName: string): string {
  return objectName.split("/").at(-1) ?? objectName;
}

import { documentObjectName } from "./document-object-name.ts";

/** What is known of a web page's document before it is fetched. It is called by its address, as people write it. */
export function webDocument(tenantId: string, documentId: string, url: URL) {
  const name = `${url.host}${url.pathname === "/" ? "" : url.pathname}${url.search}`.slice(0, 200);
  return {
    name,
    objectName: documentObjectName({ tenantId, documentId, fileName: name }),
    contentType: "text/html",
    sizeBytes: 0,
    source: "url" as const,
    sourceUrl: url.href,
  };
}

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentObjectName, readDocumentObjectName } from "./document-object-name.ts";

const ids = {
  tenantId: "01900000-0000-7000-8000-00000000a000",
  documentId: "01900000-0000-7000-8000-00000000d000",
};
const prefix = `tenants/${ids.tenantId}/documents/${ids.documentId}/`;

describe("a document's object name", () => {
  test("gives its ids back, whatever the file is called, and fits Cloud Storage", () => {
    const names = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.string({ unit: "grapheme", maxLength: 400 }),
    );
    fc.assert(
      fc.property(names, (fileName) => {
        const objectName = documentObjectName({ ...ids, fileName });
        expect(readDocumentObjectName(objectName)).toMatchObject(ids);
        // Cloud Storage: at most 1,024 bytes of valid UTF-8, no line breaks.
        expect(Buffer.from(objectName).toString()).toBe(objectName);
        expect(Buffer.byteLength(objectName)).toBeLessThanOrEqual(1_024);
        expect(objectName).not.toMatch(/[\r\n#?*[\]]/);
      }),
    );
  });

  test.each([
    ["price list.pdf", "price list.pdf"],
    ["../../other/secret.pdf", ".._.._other_secret.pdf"],
    ["..", "document"],
    [".", "document"],
    ["  ", "document"],
    ["a\\b\0c\nd.md", "a_b_c_d.md"],
    [`${"x".repeat(300)}.pdf`, `${"x".repeat(196)}.pdf`],
    [`👋${"x".repeat(199)}`, `\uFFFD${"x".repeat(199)}`],
  ])("of a file called %j ends in %j", (fileName, end) => {
    expect(documentObjectName({ ...ids, fileName })).toBe(prefix + end);
  });

  test.each([
    "",
    "price list.pdf",
    prefix,
    `/${prefix}a.pdf`,
    `${prefix}a/b.pdf`,
    `tenants/acme/documents/${ids.documentId}/a.pdf`,
    `tenants/${"-".repeat(36)}/documents/${ids.documentId}/a.pdf`,
    `tenants/${ids.tenantId}/media/${ids.documentId}/a.pdf`,
    `tenants/${ids.tenantId.toUpperCase()}/documents/${ids.documentId}/a.pdf`,
  ])("is not %j", (objectName) => {
    expect(readDocumentObjectName(objectName)).toBeUndefined();
  });
});

import { fileURLToPath } from "node:url";

/** Where pdf.js reads how Chinese, Japanese and Korean files number their letters, and the measures of fonts that files leave out. */
export function pdfData(): { cMapUrl: string; cMapPacked: boolean; standardFontDataUrl: string } {
  const folder = (name: string) =>
    fileURLToPath(new URL(name, import.meta.resolve("pdfjs-dist/package.json")));
  return { cMapUrl: folder("./cmaps/"), cMapPacked: true, standardFontDataUrl: folder("./standard_fonts/") };
}

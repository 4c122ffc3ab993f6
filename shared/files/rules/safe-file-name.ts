/** Without what separates folders, control characters, and more than Cloud Storage takes. */
export function safeFileName(fileName: string): string {
  const safe = fileName
    .replaceAll(/[/\\\p{Cc}#?*[\]]/gu, "_")
    .trim()
    .slice(-200)
    // The cut may halve an emoji, and what is no text cannot be written in UTF-8.
    .toWellFormed();
  return safe === "" || safe === "." || safe === ".." ? "document" : safe;
}

import { IngestFailure } from "../../ingest-failure.ts";
import { readArchive, textOf } from "./read-archive.ts";

/** The XML parts of an OpenDocument file (ODF 1.4 part 2), unpacked within our bounds; throws `encrypted` when they are. */
export function readOpenDocument(bytes: Uint8Array): Map<string, Uint8Array> {
  const parts = readArchive(bytes, (name) => name === "mimetype" || /\.xml$/i.test(name));
  if (textOf(parts.get("META-INF/manifest.xml")).includes("encryption-data"))
    throw new IngestFailure("encrypted");
  return parts;
}

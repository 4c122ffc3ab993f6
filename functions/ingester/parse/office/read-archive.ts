import { unzipSync } from "fflate";
import { IngestFailure } from "../../ingest-failure.ts";

/** All the parts that we read of an Office file, unpacked. The XML of a book of 800 pages has 20 MB. */
const maxUnpackedBytes = 64 * 1024 * 1024;
const maxEntries = 20_000;

const decoder = new TextDecoder();

/** The names of the files in a ZIP archive; throws `damaged` when it is none. */
export function listArchive(bytes: Uint8Array): string[] {
  const names: string[] = [];
  unzip(bytes, (name) => {
    if (names.push(name) > maxEntries) throw new IngestFailure("too-complex");
    return false;
  });
  return names;
}

/**
 * Unpacks the wanted files of a ZIP archive. What an entry says of its size bounds what it can become, and all together are
 * bounded too, so that a few kilobytes that unpack to gigabytes are refused before they do.
 */
export function readArchive(bytes: Uint8Array, isWanted: (name: string) => boolean): Map<string, Uint8Array> {
  let total = 0;
  const files = unzip(bytes, (name, size) => {
    if (!isWanted(name)) return false;
    total += size;
    if (total > maxUnpackedBytes) throw new IngestFailure("too-complex");
    return true;
  });
  return new Map(Object.entries(files));
}

export function textOf(file: Uint8Array | undefined): string {
  return file === undefined ? "" : decoder.decode(file);
}

function unzip(
  bytes: Uint8Array,
  filter: (name: string, size: number) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => filter(name, originalSize) });
  } catch (error) {
    throw error instanceof IngestFailure ? error : new IngestFailure("damaged", { cause: error });
  }
}

import { textOf } from "./read-archive.ts";
import { attributeOf, named, readXml } from "./xml.ts";

export type Relation = { id: string; type: string; target: string };

/** What a part of an Office file (ECMA-376 part 2) leads to; `target` and `type` by their full path and last word. */
export function relationsOf(parts: ReadonlyMap<string, Uint8Array>, part: string): Relation[] {
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  const links = parts.get(`${folder}_rels/${part.slice(folder.length)}.rels`);
  if (links === undefined) return [];
  return named(readXml(textOf(links)), "Relationship").map((link) => ({
    id: attributeOf(link, "Id"),
    type: attributeOf(link, "Type").split("/").at(-1) ?? "",
    target: new URL(attributeOf(link, "Target"), `file:///${folder}`).pathname.slice(1),
  }));
}

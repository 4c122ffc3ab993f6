import type { Block } from "../../blocks/block.ts";
import { tableBlocks } from "../../blocks/table-blocks.ts";
import type { HtmlNode } from "../html/html-node.ts";
import { attributeOf, named } from "./xml.ts";

/** The numbers that a chart draws (ECMA-376 part 1, DrawingML charts), as a table of its categories and series below its title. */
export function chartBlocks(chart: HtmlNode): Block[] {
  const series = named(chart, "c:ser");
  const categories = pointsIn(series.flatMap((one) => [...named(one, "c:cat"), ...named(one, "c:xVal")])[0]);
  const values = series.map((one) => pointsIn([...named(one, "c:val"), ...named(one, "c:yVal")][0]));
  const names = series.map((one, at) => pointsIn(named(one, "c:tx")[0]).get(0) ?? String(at + 1));
  const places = [...new Set([categories, ...values].flatMap((points) => [...points.keys()]))].toSorted(
    (a, b) => a - b,
  );
  const rows = places.map((at) => [
    categories.get(at) ?? String(at + 1),
    ...values.map((points) => points.get(at) ?? ""),
  ]);
  const title =
    named(chart, "c:title")
      .flatMap((node) => named(node, "a:t"))[0]
      ?.textContent?.trim() ?? "";
  const heading: Block[] = title === "" ? [] : [{ kind: "paragraph", text: title }];
  return [...heading, ...tableBlocks([["", ...names], ...rows], { headerRows: 1 })];
}

/** By their place, for one without a value is left out. */
function pointsIn(node: HtmlNode | undefined): Map<number, string> {
  if (node === undefined) return new Map();
  const points = named(node, "c:pt").map((point): [number, string] => [
    Number(attributeOf(point, "idx")),
    (named(point, "c:v")[0]?.textContent ?? "").trim(),
  ]);
  return new Map(points);
}

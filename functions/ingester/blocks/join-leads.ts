import type { Block } from "./block.ts";

/** A paragraph that ends with a colon leads in the rows that follow it. */
export function joinLeads(blocks: Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (
      block.kind === "rows" &&
      block.lead === undefined &&
      last?.kind === "paragraph" &&
      /[:：]$/u.test(last.text)
    ) {
      const rows: Block = { ...block, lead: last.text };
      joined[joined.length - 1] = last.page === undefined ? rows : { ...rows, page: last.page };
    } else joined.push(block);
  }
  return joined;
}

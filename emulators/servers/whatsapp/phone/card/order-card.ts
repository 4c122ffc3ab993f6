import { field, listOf, textField } from "../../json-field.ts";
import type { Card } from "./card.ts";
import { inWords } from "./in-words.ts";

/** A cart of the business's catalogue. */
export function orderCard(order: unknown): Card {
  const text = textField(order, "text");
  const lines = listOf(field(order, "product_items")).map((item) => ({
    title: `${inWords(field(item, "quantity"))} × ${inWords(field(item, "product_retailer_id"))}`,
    detail: `${inWords(field(item, "item_price"))} ${textField(item, "currency") ?? ""}`.trim(),
  }));
  return { header: "Order", lines, ...(text !== undefined && { text }) };
}

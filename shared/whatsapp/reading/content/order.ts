import { asArray, asText, property } from "../../../contracts/loose-json.ts";
import type { KindReading } from "./kind-reading.ts";
import { omitMissing } from "./omit-missing.ts";

export type OrderContent = {
  kind: "order";
  catalogId?: string;
  items: { productId?: string; quantity?: number; price?: number; currency?: string }[];
  note?: string;
};

/** A cart that the customer sent; what was said with it can be read. */
export function readOrder(order: unknown): KindReading<OrderContent> {
  const items = asArray(property(order, "product_items")).map((item) =>
    omitMissing({
      productId: asText(property(item, "product_retailer_id")),
      quantity: asNumber(property(item, "quantity")),
      price: asNumber(property(item, "item_price")),
      currency: asText(property(item, "currency")),
    }),
  );
  const note = asText(property(order, "text"));
  const listed = items
    .slice(0, 10)
    .map(({ productId, quantity }) => `${quantity ?? "?"} × ${productId ?? "unnamed product"}`)
    .join(", ");
  const line = listed === "" ? "[order]" : `[order: ${listed}${items.length > 10 ? " …" : ""}]`;
  return {
    content: omitMissing({
      kind: "order" as const,
      catalogId: asText(property(order, "catalog_id")),
      items,
      note,
      words: note,
    }),
    body: note === undefined ? line : `${line} ${note}`,
  };
}

/** A number, or one written as text. */
function asNumber(value: unknown): number | undefined {
  const number = Number(asText(value));
  return Number.isFinite(number) ? number : undefined;
}

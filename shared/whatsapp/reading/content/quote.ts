import { asId, asName, type JsonObject, property } from "../../../contracts/loose-json.ts";
import { omitMissing } from "./omit-missing.ts";

/** The message's `context`. The message that it names may be unknown here. */
export type Quote = {
  wamid?: string;
  forwarded?: "once" | "often";
  product?: { catalogId?: string; productId?: string };
};

export function readQuote(message: JsonObject): Quote | undefined {
  const context = property(message, "context");
  if (context === undefined) return undefined;
  const referred = property(context, "referred_product");
  const often = property(context, "frequently_forwarded") === true;
  const once = property(context, "forwarded") === true;
  const product = omitMissing({
    catalogId: asName(property(referred, "catalog_id")),
    productId: asName(property(referred, "product_retailer_id")),
  });
  const quote = omitMissing({
    wamid: asId(property(context, "id")),
    forwarded: often ? ("often" as const) : once ? ("once" as const) : undefined,
    product: Object.keys(product).length === 0 ? undefined : product,
  });
  return Object.keys(quote).length === 0 ? undefined : quote;
}

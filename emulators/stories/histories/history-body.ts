import { seedData } from "../../../shared/testing/examples/seed-data.ts";
import { buildBody, buildEntry } from "../../../shared/testing/webhook-body.ts";
import type { DrawnItem } from "./drawn-item.ts";

/** The items in one body, each tenant's of one field together, as Meta batches them. */
export function bodyOf(items: readonly DrawnItem[]): unknown {
  const changes = Map.groupBy(items, ({ tenant, field }) => `${tenant}/${field}`);
  return buildBody(
    ...[...changes.values()].map((together) => {
      const [{ tenant, field }] = together as [DrawnItem];
      const { outlet } = seedData[tenant];
      const metadata = {
        display_phone_number: outlet.displayPhoneNumber,
        phone_number_id: outlet.phoneNumberId,
      };
      const lists = Map.groupBy(together, ({ key }) => key);
      const value = {
        messaging_product: "whatsapp",
        metadata,
        ...Object.fromEntries([...lists].map(([key, list]) => [key, list.map(({ item }) => item)])),
      };
      return buildEntry([{ field, value }], outlet);
    }),
  );
}

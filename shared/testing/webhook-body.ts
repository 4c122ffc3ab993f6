import { createHmac } from "node:crypto";
import { seedData } from "./examples/seed-data.ts";

type Outlet = { businessAccountId: string; phoneNumberId: string };

/** A `messages` change of an outlet, as Meta sends it. */
export function buildChange(value: Record<string, unknown>, outlet: Outlet = seedData[0].outlet) {
  const metadata = { display_phone_number: "15550783881", phone_number_id: outlet.phoneNumberId };
  return { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } };
}

export function buildEntry(changes: unknown[], outlet: Outlet = seedData[0].outlet) {
  return { id: outlet.businessAccountId, changes };
}

/** A body with these entries. */
export function buildBody(...entries: { id: string; changes: unknown[] }[]) {
  return { object: "whatsapp_business_account", entry: entries };
}

/** The value of `X-Hub-Signature-256` that Meta would send with the bytes. */
export function sign(rawBody: Buffer | string, secret = "test-app-secret"): string {
  return `sha256=${createHmac("sha256", secret).update(rawBody).digest("hex")}`;
}

import { createHmac } from "node:crypto";
import { seedData } from "../../shared/testing/examples/seed-data.ts";

export type SignedBody = { body: string; signature: string };

/** Webhook bodies of one text message each, as Meta shapes them, with ids and customers of their own. */
export function signedBodies(count: number, appSecret: string): SignedBody[] {
  const [{ outlet }] = seedData;
  const run = Date.now().toString(36);
  return Array.from({ length: count }, (_, index) => {
    const customer = String(628_000_000_000 + index);
    const body = JSON.stringify({
      object: "whatsapp_business_account",
      entry: [
        {
          id: outlet.businessAccountId,
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: {
                  display_phone_number: outlet.displayPhoneNumber,
                  phone_number_id: outlet.phoneNumberId,
                },
                contacts: [
                  { profile: { name: `Customer ${index}` }, wa_id: customer, user_id: `ID.${run}${index}` },
                ],
                messages: [
                  {
                    from: customer,
                    from_user_id: `ID.${run}${index}`,
                    id: `wamid.${run}${index}`,
                    timestamp: String(Math.floor(Date.now() / 1000)),
                    type: "text",
                    text: { body: "Do you ship to Bandung, and how long does it take?" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
    return { body, signature: `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}` };
  });
}

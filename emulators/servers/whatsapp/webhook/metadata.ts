import type { BusinessNumber } from "../options.ts";

/** What the values of all fields of a number begin with. */
export function metadataOf(number: Pick<BusinessNumber, "displayPhoneNumber" | "phoneNumberId">) {
  return {
    messaging_product: "whatsapp" as const,
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
  };
}

export function digitsOf({ displayPhoneNumber }: Pick<BusinessNumber, "displayPhoneNumber">): string {
  return displayPhoneNumber.replaceAll(/\D/g, "");
}

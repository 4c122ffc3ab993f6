import type { BusinessNumber } from "../options.ts";

/** A number as Graph describes it; `fields` picks some. */
export function describeNumber(number: BusinessNumber, fields: string | null): object {
  const all = {
    id: number.phoneNumberId,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.name ?? "Local business",
    quality_rating: "GREEN",
    throughput: { level: "STANDARD" },
    code_verification_status: "VERIFIED",
    platform_type: "CLOUD_API",
    status: "CONNECTED",
    ...(number.coexistence === true && { is_on_biz_app: true }),
  };
  if (fields === null) return all;
  const wanted = new Set(["id", ...fields.split(",").map((name) => name.trim())]);
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name)));
}

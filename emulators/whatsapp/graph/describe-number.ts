import { jsonReply, type Reply } from "../http/reply.ts";
import type { BusinessNumber } from "../options.ts";

/** `GET /{phone_number_id}`; `fields` picks some. */
export function describeNumber(number: BusinessNumber, fields: string | null): Reply {
  const all = {
    id: number.phoneNumberId,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.name ?? "Local business",
    quality_rating: "GREEN",
    throughput: { level: "STANDARD" },
    code_verification_status: "VERIFIED",
    platform_type: "CLOUD_API",
    status: "CONNECTED",
  };
  if (fields === null) return jsonReply(all);
  const wanted = new Set(["id", ...fields.split(",").map((name) => name.trim())]);
  return jsonReply(Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name))));
}

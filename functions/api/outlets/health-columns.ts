import { nextThroughput } from "../../../shared/whatsapp/rules/send-pace.ts";
import type { OutletHealth } from "../../../shared/outlets/outlet-health.ts";

/** What a check tells of the outlet, besides whether it is active. */
export function healthColumns(health: OutletHealth, checkedAt: Date, knownThroughput: string | null = null) {
  if (health.status === "unverified") {
    return { status_reason: health.reason, status_message: health.message, checked_at: checkedAt };
  }
  return {
    status_reason: null,
    status_message: null,
    checked_at: checkedAt,
    verified_name: health.verifiedName ?? null,
    display_phone_number: health.displayPhoneNumber ?? null,
    quality_rating: health.qualityRating ?? null,
    throughput_level: nextThroughput(knownThroughput, health),
  };
}

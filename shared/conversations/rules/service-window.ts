export const serviceWindowMs = 24 * 60 * 60 * 1000;

/** Clocks differ, and Meta admits to refusals inside the window: we call it closed this much earlier. */
const marginMs = 2 * 60 * 1000;

/**
 * Whether the customer-service window is open: 24 hours from the customer's last message, in which anything may be
 * sent; outside it only templates (Meta's error 131047).
 */
export function isServiceWindowOpen(lastCustomerMessageAt: Date | null, now: Date): boolean {
  return (
    lastCustomerMessageAt !== null &&
    now.getTime() < lastCustomerMessageAt.getTime() + serviceWindowMs - marginMs
  );
}

/** What admins are told of an invoice, each thing once. */
export const invoiceNoticeKinds = ["issued", "overdue", "last_reminder", "paid"] as const;
export type InvoiceNoticeKind = (typeof invoiceNoticeKinds)[number];

export type CollectionStep =
  | { kind: "overdue" | "last_reminder"; suspendsAt: Date }
  /** Nothing was paid in spite of all that was told. */
  | { kind: "suspend" };

const dayMs = 86_400_000;

/**
 * The next thing to do about an invoice of which something is due: a reminder once it is overdue, a last one after half of
 * the plan's days of grace, the suspension after the other half. Each counts from when the one before was told, not from
 * the due date: nobody is suspended for what nobody told in time, however long nothing ran.
 */
export function planCollection(
  {
    dueAt,
    graceDays,
    toldAt,
  }: { dueAt: Date; graceDays: number; toldAt: Partial<Record<InvoiceNoticeKind, Date>> },
  now: Date,
): CollectionStep | undefined {
  const half = (graceDays * dayMs) / 2;
  const { overdue, last_reminder: last } = toldAt;
  if (now < dueAt) return undefined;
  if (overdue === undefined) return { kind: "overdue", suspendsAt: after(now, 2 * half) };
  if (now < after(overdue, half)) return undefined;
  if (last === undefined) return { kind: "last_reminder", suspendsAt: after(now, half) };
  return now < after(last, half) ? undefined : { kind: "suspend" };
}

function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

import { phoneKey } from "../../shared/contacts/rules/phone-forms.ts";
import { listPhoneOnly, lockContact } from "../../shared/contacts/queries/contacts.ts";
import type { ReportedMessage } from "../../shared/sending/queries/status-batches.ts";
import { inTenant, type TenantTransaction } from "../../shared/db/tenant-scope.ts";
import type { StatusItem } from "./status-item.ts";
import type { StatusServices } from "./services.ts";

type Known = { item: StatusItem; message: ReportedMessage };
type Customer = NonNullable<StatusItem["reported"]["customer"]> & { at: Date };

/** The customers whom the reports show by number and user id, and of whom only the number is known so far. */
export async function listToLink(trx: TenantTransaction, known: readonly Known[]): Promise<Customer[]> {
  const told = new Map<string, Customer>();
  for (const { item, message } of known) {
    const { customer, occurredAt: at } = item.reported;
    if (customer !== undefined) told.set(message.contact_id, { ...customer, at });
  }
  if (told.size === 0) return [];
  const unlinked = await listPhoneOnly(trx, [...told.keys()]);
  return unlinked.flatMap(({ id, phone }) => {
    const customer = told.get(id);
    return customer !== undefined && phoneKey(customer.phone) === phoneKey(phone) ? [customer] : [];
  });
}

/**
 * From now on the customers are known by their user id as well, also when they write without the number; who was two
 * contacts becomes one. In transactions of their own, for contacts are locked before conversations. Never rejects: the
 * next report, or the customer's next message, tells the same.
 */
export async function linkCustomers(
  { db, log }: Pick<StatusServices, "db" | "log">,
  tenantId: string,
  customers: readonly Customer[],
): Promise<void> {
  for (const { at, ...customer } of customers) {
    try {
      await inTenant(db, tenantId, async (trx) => lockContact(trx, customer, at));
    } catch (error) {
      log.warn("a customer's user id was not kept", { tenantId, error });
    }
  }
}

import { useQuery } from "@tanstack/react-query";
import { m } from "../messages/messages.ts";
import { Loaded } from "../shell/loaded.tsx";
import { Empty, Page } from "../shell/page.tsx";
import { useSession } from "../shell/session-context.ts";
import { InvoiceTable } from "./invoice-table.tsx";
import { invoicesQuery, quotaQuery } from "./plan-query.ts";
import { QuotaUse } from "./quota-use.tsx";

export function PlanScreen() {
  const session = useSession();
  const quota = useQuery(quotaQuery(session));
  const invoices = useQuery(invoicesQuery(session));
  return (
    <Page title="plan" hint={quota.data?.plan ?? ""}>
      <Loaded query={quota}>{(data) => <QuotaUse quota={data} />}</Loaded>
      <h2 className="mt-8 mb-2 font-semibold">{m("invoices")}</h2>
      <Loaded query={invoices}>
        {(rows) => (rows.length === 0 ? <Empty>{m("noInvoices")}</Empty> : <InvoiceTable invoices={rows} />)}
      </Loaded>
    </Page>
  );
}

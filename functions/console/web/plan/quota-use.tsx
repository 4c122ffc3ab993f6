import type { Schemas } from "../api/client.ts";
import { en, type MessageKey } from "../messages/en.ts";
import { m } from "../messages/messages.ts";
import { formatBytes, formatCount, formatMoney } from "../ui/format.ts";
import { Meter } from "../ui/meter.tsx";

type Limit = { name: string; used: number; included: number };

export function QuotaUse({ quota: { allowances, capacities, deposit } }: { quota: Schemas["Quota"] }) {
  return (
    <div className="grid max-w-[1000px] gap-8 md:grid-cols-2">
      <Limits title={m("allowances")} limits={allowances} />
      <Limits title={m("capacities")} limits={capacities} />
      <section>
        <h2 className="font-semibold">{m("deposit")}</h2>
        <p className="text-2xl font-semibold">{formatMoney(deposit.balanceMinor, deposit.currency)}</p>
      </section>
    </div>
  );
}

function Limits({ title, limits }: { title: string; limits: readonly Limit[] }) {
  return (
    <section className="flex flex-col gap-4">
      <h2 className="font-semibold">{title}</h2>
      {limits
        .filter(({ used, included }) => used + included > 0)
        .map(({ name, used, included }) => (
          <Meter
            key={name}
            label={nameOf(name)}
            value={used}
            of={included}
            words={m("used", { used: amountOf(name, used), included: amountOf(name, included) })}
            isHigh={used >= 0.8 * included}
          />
        ))}
    </section>
  );
}

/** The API may count more than these words name. */
function nameOf(limit: string): string {
  return limit in en ? m(limit as MessageKey) : limit;
}

function amountOf(limit: string, amount: number): string {
  return /bytes$/i.test(limit) ? formatBytes(amount) : formatCount(amount);
}

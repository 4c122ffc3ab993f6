import type { Schemas } from "../api/client.ts";
import { m } from "../messages/messages.ts";
import { Dot } from "../ui/chip.tsx";
import { outletHealth } from "./outlet-health.ts";

/** What is wrong first, then the facts. */
export function OutletCard({ outlet }: { outlet: Schemas["Outlet"] }) {
  const { tone, says } = outletHealth(outlet);
  const facts = [
    [m("number"), outlet.displayPhoneNumber ?? outlet.wabaPhoneNumber],
    [m("shownName"), outlet.verifiedName ?? m("unknown")],
    [m("quality"), qualityOf(outlet.qualityRating)],
    [
      m("access"),
      outlet.wabaAccessTokenLast4 ? m("accessEnds", { last: outlet.wabaAccessTokenLast4 }) : m("unknown"),
    ],
  ] as const;
  return (
    <li>
      <h2 className="flex items-center gap-2 text-sm font-semibold">
        <Dot tone={tone} /> <bdi>{outlet.name}</bdi>
      </h2>
      <p className="mb-3 ps-4 text-text-2">
        {m(says)}
        {outlet.statusMessage && ` ${outlet.statusMessage}`}
      </p>
      <dl className="grid grid-cols-2 gap-4 ps-4 lg:grid-cols-4">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-text-3">{name}</dt>
            <dd className="font-medium">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function qualityOf(rating: string | null): string {
  if (rating === "GREEN" || rating === "YELLOW" || rating === "RED") return m(`quality${rating}`);
  return m("unknown");
}

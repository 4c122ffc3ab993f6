import { endPauses } from "./end-pauses.ts";
import { handleUnclaimed } from "./handle-unclaimed.ts";
import { tellMoved } from "./tell-moved.ts";
import type { MaintenanceServices } from "./services.ts";

/** What outlets want every minute. One thing that fails does not keep the others; then this throws in the end. */
export async function tendOutlets(
  services: MaintenanceServices,
): Promise<{ resumed: number; told: number; handled: number }> {
  const [resumed, told, handled] = await Promise.allSettled([
    endPauses(services),
    tellMoved(services),
    handleUnclaimed(services),
  ]);
  const errors = [resumed, told, handled].flatMap((outcome): unknown[] =>
    outcome.status === "rejected" ? [outcome.reason] : [],
  );
  if (errors.length > 0)
    throw new AggregateError(errors, `outlets could not be tended in ${errors.length} of 3 ways`);
  const count = (outcome: PromiseSettledResult<number>) =>
    outcome.status === "fulfilled" ? outcome.value : 0;
  return { resumed: count(resumed), told: count(told), handled: count(handled) };
}

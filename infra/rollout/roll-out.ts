import type { CloudRun } from "./cloud-run.ts";
import { isPinned, type Service, shortName, split, waitingRevision } from "./traffic.ts";

type Options = {
  services: readonly string[];
  run: CloudRun;
  /** Sends one message through; rejects where it does not arrive. */
  smoke(): Promise<void>;
  report(line: string): void;
  /** Of the requests, for as long as the smoke test runs. */
  canaryPercent?: number;
};

/**
 * Gives what was deployed a small part of the requests, sends one message, and then gives it all of them; or, where the
 * message did not arrive, gives them all back to the revisions before. Resolves to whether it is out.
 */
export async function rollOut({
  services,
  run,
  smoke,
  report,
  canaryPercent = 5,
}: Options): Promise<boolean> {
  const found = await Promise.all(services.map(async (name) => [name, await run.read(name)] as const));
  for (const [name, service] of found) await pin(name, service);
  const waiting = found.flatMap(([name, service]) => {
    const both = waitingRevision(service);
    return both === undefined ? [] : [{ name, ...both }];
  });
  if (waiting.length === 0) {
    report("Nothing waits to take over.");
    return true;
  }
  for (const { name, serving, waiting: next } of waiting) {
    report(`${name}: ${canaryPercent} % to ${next}`);
    await run.direct(name, split({ [next]: canaryPercent, [serving]: 100 - canaryPercent }));
  }
  const failure = await smoke().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  for (const { name, serving, waiting: next } of waiting) {
    const all = failure === undefined ? next : serving;
    report(`${name}: all to ${all}`);
    await run.direct(name, split({ [all]: 100 }));
  }
  if (failure !== undefined) report(`The message did not arrive: ${String(failure.error)}`);
  return failure === undefined;

  /** A first deployment's requests go to the latest revision, whichever that is. */
  async function pin(name: string, service: Service): Promise<void> {
    const only = shortName(service.latestReadyRevision);
    if (isPinned(service) || only === "" || waitingRevision(service) !== undefined) return;
    report(`${name}: stays with ${only} from now on`);
    await run.direct(name, split({ [only]: 100 }));
  }
}

/** Gives all requests back to a revision; a later `up` leaves it so. */
export async function rollBack(run: CloudRun, name: string, revision: string): Promise<void> {
  await run.direct(name, split({ [revision]: 100 }));
}

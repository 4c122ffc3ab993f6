type Waiting = () => Promise<void>;

/** Runs one job after the other; whose jobs wait take turns, so that nobody's many hold up another's one. */
export type FairLane = {
  run<T>(owner: string, job: () => Promise<T>): Promise<T>;
};

export function createFairLane(): FairLane {
  /** In the order in which the owners' turns come. */
  const queues = new Map<string, Waiting[]>();
  let isBusy = false;

  async function runAll(): Promise<void> {
    isBusy = true;
    for (let next = takeNext(queues); next !== undefined; next = takeNext(queues)) await next();
    isBusy = false;
  }
  return {
    async run(owner, job) {
      return new Promise((resolve, reject) => {
        const waiting = async () => job().then(resolve, reject);
        queues.set(owner, [...(queues.get(owner) ?? []), waiting]);
        if (!isBusy) void runAll();
      });
    },
  };
}

/** The first of the owner whose turn it is, who then waits behind the others. */
function takeNext(queues: Map<string, Waiting[]>): Waiting | undefined {
  const [turn] = queues;
  if (turn === undefined) return undefined;
  const [owner, [first, ...others]] = turn;
  queues.delete(owner);
  if (others.length > 0) queues.set(owner, others);
  return first;
}

export type GroupCommit<Item, Result> = {
  /** Resolves with the item's own result once the group that it went with is committed. */
  submit(item: Item): Promise<Result>;
  /** Items that wait for a group. */
  readonly waiting: number;
};

export type GroupCommitOptions<Item, Result> = {
  /** Commits a group, all of it or nothing; resolves to a result for each item, in their order. */
  commit(items: readonly Item[]): Promise<readonly Result[]>;
  /** A group is never larger. */
  maxItems: number;
  /** How long an item waits for company while nothing else is being committed; 0 gathers only what came in this turn. */
  maxWaitMs: number;
  /** Groups that may be in the making at once. */
  parallel?: number;
  /**
   * Whether an error concerns the whole group whatever is in it (the database is away): then nobody is tried alone.
   * Default: none does.
   */
  isEverybodys?(error: unknown): boolean;
};

type Waiting<Item, Result> = {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
};

/**
 * Lets many concurrent requests share one transaction. While one group is committed the next one gathers, so groups
 * grow with the load by themselves. When a group fails, each of its items is tried alone, so that one that can never be
 * committed fails nobody but itself. The order of items means nothing.
 */
export function createGroupCommit<Item, Result>(
  options: GroupCommitOptions<Item, Result>,
): GroupCommit<Item, Result> {
  const { maxItems, maxWaitMs, parallel = 1 } = options;
  const waiting: Waiting<Item, Result>[] = [];
  let running = 0;
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    if (running >= parallel || waiting.length === 0) return;
    if (waiting.length >= maxItems) start();
    else timer ??= setTimeout(start, maxWaitMs);
  }

  function start(): void {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting.splice(0, maxItems);
    running += 1;
    void commitGroup(group, options).finally(() => {
      running -= 1;
      // What came meanwhile has waited long enough.
      if (waiting.length > 0) start();
    });
    schedule();
  }

  return {
    get waiting() {
      return waiting.length;
    },
    async submit(item) {
      return new Promise<Result>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        schedule();
      });
    },
  };
}

/** Settles every member; never rejects. */
async function commitGroup<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  options: GroupCommitOptions<Item, Result>,
): Promise<void> {
  try {
    const results = await options.commit(group.map(({ item }) => item));
    if (results.length !== group.length)
      throw new Error(`a group of ${group.length} has ${results.length} results`);
    for (const [index, member] of group.entries()) member.resolve(results[index] as Result);
  } catch (error) {
    if (group.length > 1 && !(options.isEverybodys?.(error) ?? false)) await commitEach(group, options);
    else for (const member of group) member.reject(error);
  }
}

/** Each alone, until an error is everybody's: nobody else has to wait for the database then. */
async function commitEach<Item, Result>(
  group: readonly Waiting<Item, Result>[],
  options: GroupCommitOptions<Item, Result>,
): Promise<void> {
  let away: { error: unknown } | undefined;
  for (const member of group) {
    const reject = (error: unknown): void => {
      if (options.isEverybodys?.(error) ?? false) away = { error };
      member.reject(error);
    };
    if (away === undefined) await commitGroup([{ ...member, reject }], options);
    else member.reject(away.error);
  }
}

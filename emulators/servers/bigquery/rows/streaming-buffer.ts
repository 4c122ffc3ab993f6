export type StreamingBuffer = {
  /** Rows from this number of the table's on were just streamed. */
  added(table: string, firstRow: bigint): void;
  /** The first row that lies in the buffer still; undefined where none does. */
  firstRow(table: string): bigint | undefined;
};

type Batch = { firstRow: bigint; until: number };

/** Which rows of a table lie in the streaming buffer, where they can be read, and not be changed or deleted. */
export function createStreamingBuffer(keptMs: number, now: () => number = Date.now): StreamingBuffer {
  const batches = new Map<string, Batch[]>();
  return {
    added(table, firstRow) {
      if (keptMs === 0) return;
      batches.set(table, [...(batches.get(table) ?? []), { firstRow, until: now() + keptMs }]);
    },
    firstRow(table) {
      const left = (batches.get(table) ?? []).filter(({ until }) => until > now());
      batches.set(table, left);
      return left[0]?.firstRow;
    },
  };
}

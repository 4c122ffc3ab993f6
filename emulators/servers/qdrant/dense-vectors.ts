export type Distance = "Cosine" | "Dot" | "Euclid" | "Manhattan";

export type DenseVectors = {
  readonly size: number;
  readonly distance: Distance;
  /** Cosine and Dot: larger is better. */
  readonly largerIsBetter: boolean;
  count(): number;
  has(slot: number): boolean;
  /** Stores a vector as given; `normalise` first where the distance asks for it. */
  set(slot: number, vector: Float32Array): void;
  get(slot: number): Float32Array | undefined;
  remove(slot: number): void;
  normalise(vector: Float32Array): Float32Array;
  score(query: Float32Array, slot: number): number;
};

const SLOTS_PER_BLOCK = 1024;

/** Vectors of one name, in contiguous blocks, so that a scan reads memory in order and growth copies nothing. */
export function createDenseVectors(size: number, distance: Distance): DenseVectors {
  const blocks: Float32Array[] = [];
  const present = new Set<number>();
  const measure = MEASURES[distance];

  function blockOf(slot: number): Float32Array {
    const number = Math.floor(slot / SLOTS_PER_BLOCK);
    return (blocks[number] ??= new Float32Array(SLOTS_PER_BLOCK * size));
  }
  const startOf = (slot: number): number => (slot % SLOTS_PER_BLOCK) * size;

  return {
    size,
    distance,
    largerIsBetter: distance === "Cosine" || distance === "Dot",
    count: () => present.size,
    has: (slot) => present.has(slot),
    set(slot, vector) {
      blockOf(slot).set(vector, startOf(slot));
      present.add(slot);
    },
    get: (slot) => (present.has(slot) ? blockOf(slot).slice(startOf(slot), startOf(slot) + size) : undefined),
    remove: (slot) => void present.delete(slot),
    // As in the real server: a cosine is a dot product of vectors that were normalised when they came in.
    normalise: (vector) => (distance === "Cosine" ? toUnitLength(vector) : vector),
    score: (query, slot) => measure(query, blockOf(slot), startOf(slot), size),
  };
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length < Number.EPSILON ? vector : vector.map((value) => value / length);
}

type Measure = (a: Float32Array, b: Float32Array, start: number, size: number) => number;

const MEASURES: Record<Distance, Measure> = { Cosine: dot, Dot: dot, Euclid: euclid, Manhattan: manhattan };

/* Four running sums: one long chain of additions would wait for itself. */
function dot(a: Float32Array, b: Float32Array, start: number, size: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let at = 0;
  for (; at + 3 < size; at += 4) {
    sum0 += Number(a[at]) * Number(b[start + at]);
    sum1 += Number(a[at + 1]) * Number(b[start + at + 1]);
    sum2 += Number(a[at + 2]) * Number(b[start + at + 2]);
    sum3 += Number(a[at + 3]) * Number(b[start + at + 3]);
  }
  for (; at < size; at++) sum0 += Number(a[at]) * Number(b[start + at]);
  return sum0 + sum1 + sum2 + sum3;
}

function euclid(a: Float32Array, b: Float32Array, start: number, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += (Number(a[at]) - Number(b[start + at])) ** 2;
  return Math.sqrt(sum);
}

function manhattan(a: Float32Array, b: Float32Array, start: number, size: number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += Math.abs(Number(a[at]) - Number(b[start + at]));
  return sum;
}

/**
 * The cluster of a question, given its key (`clusterKey`) and those of the clusters that there are, newest first: the one of the same
 * words, or else one that has all its words and one more, or all but one: "ship to Bali?" and "ship orders to Bali?". A word
 * in another's place makes another question: Bali is not Bandung. Its own key where there is none.
 */
export function chooseCluster(key: string, known: readonly string[]): string {
  if (known.includes(key)) return key;
  const words = new Set(key.split(" "));
  return known.find((other) => differByOne(words, new Set(other.split(" ")))) ?? key;
}

/** With a single word more, or less; of one word alone nothing is said by another beside it. */
function differByOne(a: Set<string>, b: Set<string>): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  return fewer.size >= 2 && more.size === fewer.size + 1 && fewer.isSubsetOf(more);
}

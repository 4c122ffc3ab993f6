import { readFile, writeFile } from "node:fs/promises";
import { breakingChanges, snapshotTopics, type TopicSnapshot } from "./topic-snapshot.ts";

/** Commits the topics' present form to the snapshot; refuses what would break a reader of the committed one. */
const file = new URL("../topics.snapshot.json", import.meta.url);
const before = await readFile(file, "utf8").then(
  (text) => JSON.parse(text) as TopicSnapshot,
  () => ({}),
);
const after = snapshotTopics();
const breaks = breakingChanges(before, after);
if (breaks.length > 0) {
  process.stderr.write(`Raise the topic's version, or keep its form:\n  ${breaks.join("\n  ")}\n`);
  process.exit(1);
}
await writeFile(file, `${JSON.stringify(after, null, 2)}\n`);

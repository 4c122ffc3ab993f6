import { readingFixtures } from "./reading/fixtures.ts";
import { judgeReading } from "./reading/judge-reading.ts";

/** `npm run eval -- reading`: words lost and invented, and cells in the wrong column, over all fixtures; what is wrong by name. */
export async function evalReading(): Promise<void> {
  const sums = { words: 0, lost: 0, invented: 0, misplaced: 0 };
  for (const fixture of readingFixtures) {
    const { words, lost, invented, misplaced } = await judgeReading(fixture);
    sums.words += words;
    sums.lost += lost.length;
    sums.invented += invented.length;
    sums.misplaced += misplaced.length;
    if (lost.length + invented.length + misplaced.length === 0) continue;
    console.log(`${fixture.fileName}: ${fixture.name}`);
    if (lost.length > 0) console.log(`  lost: ${lost.join(" ")}`);
    if (invented.length > 0) console.log(`  invented: ${invented.join(" ")}`);
    for (const { row, column, value } of misplaced)
      console.log(`  not in its column: ${row}, ${column}: ${value}`);
  }
  const share = ((100 * sums.lost) / sums.words).toFixed(2);
  console.log(
    `${readingFixtures.length} documents, ${sums.words} words: ${sums.lost} lost (${share} %), ${sums.invented} invented, ${sums.misplaced} cells in the wrong column`,
  );
}

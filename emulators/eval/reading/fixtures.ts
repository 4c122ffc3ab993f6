import { officeFixtures } from "./office-fixtures.ts";
import { pdfFixtures } from "./pdf-fixtures.ts";
import type { ReadingFixture } from "./reading-fixture.ts";
import { textFixtures } from "./text-fixtures.ts";
import { webFixtures } from "./web-fixtures.ts";

/** All kinds; each has its list. */
export const readingFixtures: readonly ReadingFixture[] = [
  ...pdfFixtures,
  ...officeFixtures,
  ...webFixtures,
  ...textFixtures,
];

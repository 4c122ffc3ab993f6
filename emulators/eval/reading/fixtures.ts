import { pdfFixtures } from "./pdf-fixtures.ts";
import type { ReadingFixture } from "./reading-fixture.ts";

/** All kinds; each has its list. */
export const readingFixtures: readonly ReadingFixture[] = [...pdfFixtures];

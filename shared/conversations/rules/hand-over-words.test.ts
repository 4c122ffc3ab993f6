import { expect, test } from "vitest";
import { customerLanguages } from "./words/words-in.ts";
import { closingWords } from "./hand-over-words.ts";

const now = new Date("2026-11-30T20:00:00+07:00");
const timeZone = "Asia/Jakarta";
const closed = (opensAt: string) => ({ isOpen: false as const, opensAt: new Date(opensAt) });

test.each([
  ["en", "2026-12-01T09:00:00+07:00", /tomorrow, 9:00.AM/],
  ["en", "2026-12-03T09:00:00+07:00", /Thursday, 9:00.AM/],
  ["en", "2026-12-10T09:00:00+07:00", /Thursday, December 10, 9:00.AM/],
  ["id", "2026-12-01T09:00:00+07:00", /besok, 09\.00/],
  ["de", "2026-12-03T09:00:00+07:00", /Donnerstag, 09:00/],
  ["pt", "2026-12-01T09:00:00+07:00", /amanhã, 09:00/],
  ["ja", "2026-12-01T09:00:00+07:00", /明日 9:00/],
] as const)("in %s it says when people are there again (%s)", (language, opensAt, expected) => {
  expect(closingWords(closed(opensAt), { language, timeZone, now })).toMatch(expected);
});

test.each(customerLanguages)("nothing is left to fill in, in %s", (language) => {
  const words = closingWords(closed("2026-12-10T09:00:00+07:00"), { language, timeZone, now });
  expect(words).not.toMatch(/[{}]|undefined|Invalid/);
});

test("the tenant's own words are closed only by when people are there again", () => {
  const of = { language: "en", timeZone, now, isOwn: true } as const;
  expect(closingWords({ isOpen: true }, of)).toBeUndefined();
  expect(closingWords({ isOpen: false, opensAt: undefined }, of)).toBeUndefined();
  expect(closingWords(closed("2026-12-01T09:00:00+07:00"), of)).toMatch(/tomorrow/);
  expect(closingWords({ isOpen: true }, { ...of, isOwn: false })).toMatch(/as soon as possible/);
});

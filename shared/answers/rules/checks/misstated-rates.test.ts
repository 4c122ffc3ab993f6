import { expect, test } from "vitest";
import { misstatedRates } from "./misstated-rates.ts";

const knowledge =
  "A tent costs Rp 60.000 a night with a deposit of Rp 300.000. The sitter takes\nRp 60.000 an hour. Lockers: $5 daily.";

test.each([
  "It is Rp 60,000 per night.",
  "The tent is Rp 60.000/night.",
  "Sewa tenda Rp 60.000 per malam.",
  "The sitter takes 60 ribu per hour.",
  "A locker is $5 a day.",
  "The deposit is Rp 300,000; you rent it by the night.",
  "It costs Rp 99,000 a week.",
])("told as it is, or of another amount: %s", (text) => {
  expect(misstatedRates(text, knowledge)).toEqual([]);
});

test.each([
  ["It is Rp 60,000 per week.", "60,000 per week"],
  ["Sewa tenda Rp 60.000 per minggu.", "60.000 per minggu"],
  ["A barraca custa Rp 60.000 por semana.", "60.000 por semana"],
  ["A locker is $5 per month.", "5 per month"],
  ["The deposit is Rp 300.000 for a year.", "300.000 for a year"],
])("told for another time: %s", (text, expected) => {
  expect(misstatedRates(text, knowledge)).toEqual([expected]);
});

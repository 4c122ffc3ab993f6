import { expect, test } from "vitest";
import { applyRanking } from "./apply-ranking.ts";

const passages = ["a", "b", "c"].map((id, at) => ({ id, score: 3 - at }));
const order = (ranking: [number, number][]) =>
  applyRanking(
    passages,
    ranking.map(([index, score]) => ({ index, score })),
  ).map(({ id }) => id);

test("the best comes first, whatever the order it is told in, and takes the ranking's score", () => {
  const ranking = [0, 1, 2].map((index) => ({ index, score: index / 10 }));
  expect(applyRanking(passages, ranking)).toEqual([
    { id: "c", score: 0.2 },
    { id: "b", score: 0.1 },
    { id: "a", score: 0 },
  ]);
});

test("no passage is lost or doubled by a ranking that is short, doubled or wrong", () => {
  expect(order([[2, 0.9]])).toEqual(["c", "a", "b"]);
  expect(
    order([
      [2, 0.9],
      [2, 0.8],
      [7, 0.7],
    ]),
  ).toEqual(["c", "a", "b"]);
  expect(order([])).toEqual(["a", "b", "c"]);
});

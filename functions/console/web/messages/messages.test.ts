import { expect, test } from "vitest";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { id } from "./id.ts";
import { pt } from "./pt.ts";

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([gap]) => gap).toSorted();

test.each([
  ["id", id],
  ["pt", pt],
  ["es", es],
] as const)("every message in %s has the values of the English one, and words of its own", (_, messages) => {
  const wrong = Object.entries(en).filter(
    ([key, text]) => JSON.stringify(gaps(messages[key as keyof typeof en])) !== JSON.stringify(gaps(text)),
  );
  expect(wrong).toEqual([]);
  expect(Object.keys(messages)).toEqual(Object.keys(en));
  const same = Object.entries(en).filter(([key, text]) => messages[key as keyof typeof en] === text);
  expect(same.length).toBeLessThan(20);
});

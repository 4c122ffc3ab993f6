import { expect, test } from "vitest";
import { ownContracts } from "../context.ts";
import { readExample } from "../testing/read-example.ts";
import { renderScale } from "./render-scale.ts";
import { fullness, loadsAt } from "./scale.ts";

const prod = readExample("prod");

test("the committed page of what falls first is what the contracts and the prod example give", async () => {
  await expect(renderScale(ownContracts, prod)).toMatchFileSnapshot("scale.md");
});

test("every need grows with the rate, and nothing that there is does", () => {
  const [slow, fast] = [100, 1_000].map(
    (rate) => new Map(loadsAt(rate, ownContracts, prod).map((load) => [load.what, load])),
  );
  for (const [what, load] of slow ?? []) {
    expect(fast?.get(what)?.needed, what).toBeCloseTo(10 * load.needed);
    expect(fast?.get(what)?.available, what).toBe(load.available);
  }
});

test("the database falls before everything else, and a machine of four times the size bears four times as much", () => {
  const [first] = loadsAt(100, ownContracts, prod);
  expect(first?.what).toBe("Database, processor");
  const larger = { ...prod, database: { ...prod.database, tier: "db-custom-16-61440" } };
  const sameOfLarger = loadsAt(400, ownContracts, larger).find(({ what }) => what === first?.what);
  expect(sameOfLarger && fullness(sameOfLarger)).toBeCloseTo(first === undefined ? 0 : fullness(first));
});

test("the prod example bears ten messages a second with room to spare", () => {
  for (const load of loadsAt(10, ownContracts, prod)) expect(fullness(load), load.what).toBeLessThan(0.5);
});

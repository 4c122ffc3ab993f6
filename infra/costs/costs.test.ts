import { expect, test } from "vitest";
import { ownContracts } from "../context.ts";
import { readExample } from "../testing/read-example.ts";
import { dollarsOf, renderCosts } from "./render-costs.ts";
import { idleCosts } from "./idle-costs.ts";
import { messageCosts } from "./message-costs.ts";

const stacks = { dev: readExample("dev"), staging: readExample("staging"), prod: readExample("prod") };

test("the committed page of costs is what the contracts and prices give", async () => {
  await expect(renderCosts(ownContracts, stacks)).toMatchFileSnapshot("costs.md");
});

test("an idle database is what its price list says for its size and zones", () => {
  const [sql] = idleCosts(ownContracts, stacks.prod);
  // 4 × 0.0413 + 15 × 0.007 an hour, 100 GB, twice.
  expect(sql?.dollars).toBeCloseTo(2 * ((4 * 0.0413 + 15 * 0.007) * 730 + 17), 2);
});

test("a function that is kept warm costs, and each subscription more costs a request", () => {
  const { webhook } = ownContracts.functions;
  if (webhook === undefined) throw new Error("no webhook");
  const warmer = {
    ...ownContracts,
    functions: { ...ownContracts.functions, webhook: { ...webhook, minInstances: 9 } },
  };
  const settings = { ...stacks.dev, functions: {} };
  expect(dollarsOf(idleCosts(warmer, settings))).toBeGreaterThan(
    dollarsOf(idleCosts(ownContracts, settings)),
  );
  const fewer = ownContracts.subscriptions.filter(({ pushTo }) => pushTo !== "analytics");
  expect(messageCosts({ ...ownContracts, subscriptions: fewer })[0]?.dollars).toBeLessThan(
    messageCosts(ownContracts)[0]?.dollars ?? 0,
  );
});

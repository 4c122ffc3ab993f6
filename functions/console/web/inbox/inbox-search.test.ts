import { expect, test } from "vitest";
import { parseInboxSearch } from "./inbox-search.ts";

const id = "01900000-0000-7000-8000-00000000a000";

test("an address says which view, which outlet and which conversation", () => {
  expect(parseInboxSearch({ view: "mine", outlet: id, open: id })).toEqual({
    view: "mine",
    outlet: id,
    open: id,
  });
});

test.each([
  [{}],
  [{ view: "nothing", outlet: 7, open: "../etc" }],
  [{ view: ["mine"], open: null, more: "things" }],
])("what is wrong in an address is the usual: %j", (given) => {
  expect(parseInboxSearch(given)).toEqual({ view: "all" });
});

import { expect, test } from "vitest";
import type { Schemas } from "../api/client.ts";
import { type Act, foresee, inverseOf } from "./act-change.ts";

const me = { id: "me", name: "Agus" };
const other = { id: "other", name: "Ayu" };
const conversation = (given: Partial<Schemas["Conversation"]> = {}): Schemas["Conversation"] =>
  ({
    id: "c",
    state: "open",
    handledBy: "human",
    assignee: null,
    outcome: null,
    snoozedUntil: null,
    ...given,
  }) as Schemas["Conversation"];

test.each<[Act, Partial<Schemas["Conversation"]>]>([
  [{ kind: "claim" }, { handledBy: "human", assignee: null }],
  [{ kind: "claim" }, { handledBy: "bot", assignee: null }],
  [{ kind: "release" }, { assignee: other }],
  [{ kind: "assign", userId: other.id, name: other.name }, { assignee: null }],
  [{ kind: "assign", userId: other.id, name: other.name }, { assignee: me }],
  [{ kind: "hand-back" }, { assignee: other }],
  [{ kind: "close", outcome: "resolved" }, {}],
  [{ kind: "snooze", until: null }, {}],
])("what takes %j back shows the conversation as it was before", (act, given) => {
  const before = conversation(given);
  const inverse = inverseOf(act, before);
  expect(inverse).toBeDefined();
  const after = foresee(foresee(before, act, me), inverse as Act, me);
  expect({ ...after, handoff: undefined }).toMatchObject({
    state: before.state,
    handledBy: before.handledBy,
    assignee: before.assignee,
    outcome: before.outcome,
  });
});

test("what nobody had cannot be taken back from the bot, nor a reopening undone", () => {
  expect(inverseOf({ kind: "hand-back" }, conversation())).toBeUndefined();
  expect(inverseOf({ kind: "reopen" }, conversation({ state: "closed" }))).toBeUndefined();
});

import { expect, test } from "vitest";
import { pendingTurns, type Said } from "./pending-turns.ts";

const customer = (id: string): Said => ({ id, direction: "inbound" });
const business = (id: string): Said => ({ id, direction: "outbound" });
const idsOf = (messages: Said[]) => messages.map(({ id }) => id).join("");

test.each([
  ["nothing was answered yet", [customer("1"), customer("2")], "", "12"],
  ["everything is answered", [customer("1"), business("2")], "12", ""],
  [
    "what came after the last reply is the question",
    [customer("1"), business("2"), customer("3"), customer("4")],
    "12",
    "34",
  ],
  [
    "a message that crossed the reply, earlier by its time, is still to be answered",
    [customer("1"), customer("3"), business("2")],
    "12",
    "3",
  ],
  [
    "a late message from before the conversation is still to be answered",
    [customer("3"), customer("1"), business("2")],
    "12",
    "3",
  ],
  ["nothing", [], "", ""],
])("%s", (_name, messages, answered, pending) => {
  const parted = pendingTurns(messages);
  expect([idsOf(parted.answered), idsOf(parted.pending)]).toEqual([answered, pending]);
});

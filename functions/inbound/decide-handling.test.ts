import { describe, expect, test } from "vitest";
import { decideHandling, isSilent } from "./decide-handling.ts";

const usual = {
  messageType: "text",
  tenantStatus: "active",
  handledBy: "bot",
  contactBlocked: false,
} as const;

describe("a message is answered by", () => {
  test.each([
    ["the bot", "bot", {}],
    ["the bot, whatever it holds", "bot", { messageType: "image" }],
    ["the bot, also when its type is not known", "bot", { messageType: "hologram" }],
    ["humans, where they have the conversation", "human", { handledBy: "human" }],
    ["humans, where the tenant is suspended", "human", { tenantStatus: "suspended" }],
    ["humans, where the tenant is being erased", "human", { tenantStatus: "erasing" }],
    ["nobody, where the customer is blocked", "nobody", { contactBlocked: true }],
    [
      "nobody, where a human has a blocked customer's conversation",
      "nobody",
      { contactBlocked: true, handledBy: "human" },
    ],
    ["humans, where another app of the business has the conversation", "human", { isStandby: true }],
    ["no notice where another app has it", "human", { isStandby: true, isConsentWord: true }],
    ["nobody, where its window is over", "nobody", { isLate: true }],
    ["no notice where its window is over", "nobody", { isLate: true, isConsentWord: true }],
    ["humans, where they have the conversation of a late one", "human", { isLate: true, handledBy: "human" }],
    ["a notice alone, where it is a word of consent", "notice", { isConsentWord: true }],
    [
      "a notice also where humans have the conversation",
      "notice",
      { isConsentWord: true, handledBy: "human" },
    ],
    ["no notice to a blocked customer", "nobody", { isConsentWord: true, contactBlocked: true }],
    ["no notice of a suspended tenant", "human", { isConsentWord: true, tenantStatus: "suspended" }],
    ["nobody, where it is a reaction", "nobody", { messageType: "reaction" }],
    ["nobody, where it is said in a group", "nobody", { isGroup: true }],
    [
      "nobody, where it is a reaction in a human's conversation",
      "nobody",
      { messageType: "reaction", handledBy: "human" },
    ],
  ] as const)("%s", (_who, handling, facts) => {
    expect(decideHandling({ ...usual, ...facts })).toBe(handling);
  });
});

test("what a customer does without a word is silent, and what says something is not", () => {
  expect(["reaction", "system", "edit", "revoke"].every(isSilent)).toBe(true);
  expect(
    ["text", "image", "audio", "interactive", "button", "order", "unsupported", "unknown"].some(isSilent),
  ).toBe(false);
});

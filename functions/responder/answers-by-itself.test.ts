import { expect, test } from "vitest";
import { answersByItself, type Spoken } from "./answers-by-itself.ts";

const start = Date.parse("2026-11-20T10:00:00Z");
const minute = 60_000;

/** The customer's texts, each so many milliseconds after the bot's answer to the one before. */
function talk(texts: string[], afterMs: number | number[], between: Spoken["by"] = "bot"): Spoken[] {
  let now = start;
  return texts.flatMap((text, index) => {
    const pause = typeof afterMs === "number" ? afterMs : (afterMs[index] ?? 0);
    const at = new Date((now += pause));
    const spoken: Spoken[] = [{ by: "customer", text, at }];
    if (index < texts.length - 1) spoken.push({ by: between, text: "Hello!", at: new Date((now += 3_000)) });
    return spoken;
  });
}

const away = "Thank you for writing to Toko Maju. We are closed and answer from 9.";
const ticket = (number: number) => `Thanks for your message! Your ticket is ${number}, we reply soon.`;
const errands = [
  "Hi",
  "a tent",
  "for four",
  "green",
  "how much",
  "and blue",
  "in Bandung",
  "today",
  "by bus",
];

test.each<[name: string, spoken: Spoken[], isMachine: boolean]>([
  ["the same again within seconds, three times", talk(["Hi", away, away, away], 2_000), true],
  ["the same from the first word on", talk([away, away, away, away], 2_000), true],
  ["nearly the same: only numbers change", talk(["Hi", ticket(11), ticket(12), ticket(13)], 2_000), true],
  ["a picture again and again", talk(["Hi", "[image]", "[image]", "[image]"], 2_000), true],
  ["signs without a word", talk(["Hi", "…", "…", "…"], 2_000), true],
  ["anything, faster than a human, many times", talk(errands, 1_000), true],
  ["the same only twice", talk(["Hi", away, away], 2_000), false],
  ["the same in a human's time", talk(["Hi", "Hello?", "Hello?", "Hello?"], minute), false],
  ["the same after a pause", talk(["Hi", away, away, away, away], [0, 2_000, 2_000, 2_000, minute]), false],
  ["different words at a brisk pace", talk(errands, 5_000), false],
  ["different words within seconds, a few times", talk(errands.slice(0, 6), 1_000), false],
  ["the same without an answer of the bot's between", talk([away, away, away, away], 2_000, "other"), false],
  [
    "the same before a human of the business wrote",
    [
      ...talk(["Hi", away, away, away], 2_000),
      { by: "other", text: "Budi here", at: new Date(start + minute) },
      { by: "customer", text: away, at: new Date(start + minute + 1_000) },
    ],
    false,
  ],
  ["nothing", [], false],
])("%s", (_name, spoken, isMachine) => {
  expect(answersByItself(spoken)).toBe(isMachine);
});

test("two automatic messages at once are one reply", () => {
  const spoken = talk(["Hi", away, away, away], 2_000).flatMap((one) =>
    one.by === "customer" ? [one, { ...one, text: "See toko.example" }] : [one],
  );
  expect(answersByItself(spoken)).toBe(true);
});

import { readFile } from "node:fs/promises";
import { z } from "zod";

export type EvalKind = "answerable" | "multi-turn" | "unanswerable" | "underspecified" | "smalltalk";

export type EvalQuestion = {
  /** BCP 47. */
  language: string;
  kind: EvalKind;
  /** What may be looked at while the local model and its thresholds are worked on, and what only judges them. */
  part: "calibration" | "test";
  /** `document#entry`: where the answer stands, any of them. */
  entries: string[];
  /** The customer's and our turns before it, in this order. */
  before: string[];
  question: string;
};

const kind = z.enum(["answerable", "multi-turn", "unanswerable", "underspecified", "smalltalk"]);

/** The evaluation's questions, by turns for calibration and for the test; where their texts come from stands in SOURCES.md. */
export async function loadQuestions(): Promise<EvalQuestion[]> {
  const text = await readFile(new URL("questions.txt", import.meta.url), "utf8");
  const counts = new Map<string, number>();
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [language = "", kindName, entries = "", said = ""] = line.split("|");
      const turns = said.split(" / ");
      const group = `${language} ${kindName}`;
      const before = counts.get(group) ?? 0;
      counts.set(group, before + 1);
      return {
        language,
        kind: kind.parse(kindName),
        part: before % 2 === 0 ? ("calibration" as const) : ("test" as const),
        entries: entries.split(",").filter((entry) => entry !== ""),
        before: turns.slice(0, -1),
        question: turns.at(-1) ?? "",
      };
    });
}

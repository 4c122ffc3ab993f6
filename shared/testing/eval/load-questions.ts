import { readFile } from "node:fs/promises";
import { z } from "zod";

type EvalKind = "answerable" | "multi-turn" | "unanswerable" | "underspecified";

export type EvalQuestion = {
  /** BCP 47. */
  language: string;
  kind: EvalKind;
  /** `document#entry`: where the answer stands, any of them. */
  entries: string[];
  /** The customer's and our turns before it, in this order. */
  before: string[];
  question: string;
};

const kind = z.enum(["answerable", "multi-turn", "unanswerable", "underspecified"]);

/** The evaluation's questions; where their texts come from stands in SOURCES.md. */
export async function loadQuestions(): Promise<EvalQuestion[]> {
  const text = await readFile(new URL("questions.txt", import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [language = "", kindName, entries = "", said = ""] = line.split("|");
      const turns = said.split(" / ");
      return {
        language,
        kind: kind.parse(kindName),
        entries: entries.split(",").filter((entry) => entry !== ""),
        before: turns.slice(0, -1),
        question: turns.at(-1) ?? "",
      };
    });
}

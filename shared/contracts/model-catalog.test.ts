import { describe, expect, test } from "vitest";
import { declaredModels, modelDeclaration } from "./models.ts";
import { endMark, endOf, livingModel, modelCatalog, modelProblem } from "./model-catalog.ts";

const catalog = modelCatalog();
const on = (day: string) => ({ now: new Date(`${day}T12:00:00Z`) });

describe("the declared models", () => {
  test("are whole, and a model that ends names a successor of its kind that outlives it", () => {
    for (const [name, declared] of Object.entries(declaredModels)) {
      expect(modelDeclaration.parse(declared), name).toEqual(declared);
      if (declared.endsOn === undefined) continue;
      const successor = catalog[declared.successor ?? ""];
      expect(successor?.kind, name).toBe(declared.kind);
      expect((successor?.endsOn ?? "9999") > declared.endsOn, name).toBe(true);
    }
  });

  test("are those that may be chosen, each for its own work", () => {
    expect(modelProblem(catalog, "gpt-4o-mini", "chat")).toBeUndefined();
    expect(modelProblem(catalog, "gpt-9", "chat")).toMatch(/not a model/);
    expect(modelProblem(catalog, "constructor", "chat")).toMatch(/not a model/);
    expect(modelProblem(catalog, "gpt-transcribe", "chat")).toMatch(/no model for chat/);
  });
});

describe("a model that ends", () => {
  test("is asked until its day, its successor from then on", () => {
    expect(livingModel(catalog, "gpt-4o-mini", on("2027-01-13"))).toBe("gpt-4o-mini");
    expect(livingModel(catalog, "gpt-4o-mini", on("2027-01-14"))).toBe("gpt-6-luna");
    expect(livingModel(catalog, "whisper-1", on("2027-02-26"))).toBe("gpt-transcribe");
  });

  test("ends when the service says so, whatever is declared", () => {
    const told = { "gpt-4o-mini": "2026-12-24" };
    expect(endOf(catalog, "gpt-4o-mini", told)).toBe("2026-12-24");
    expect(livingModel(catalog, "gpt-4o-mini", { ...on("2026-12-24"), told })).toBe("gpt-6-luna");
  });

  test("is followed along a line, never in a circle, and never to what is not declared", () => {
    const model = (endsOn: string, successor: string) =>
      modelDeclaration.parse({ kind: "chat", endsOn, successor });
    const own = modelCatalog({
      a: model("2026-01-01", "b"),
      b: model("2026-02-01", "gpt-6-luna"),
      c: model("2026-01-01", "d"),
      d: model("2026-01-01", "c"),
      e: model("2026-01-01", "nobody"),
    });
    expect(livingModel(own, "a", on("2026-03-01"))).toBe("gpt-6-luna");
    expect(livingModel(own, "c", on("2026-03-01"))).toBe("d");
    expect(livingModel(own, "e", on("2026-03-01"))).toBe("e");
    expect(livingModel(own, "nobody", on("2026-03-01"))).toBeUndefined();
  });

  test.each([
    ["2026-11-14", 61, undefined],
    ["2026-11-15", 60, 60],
    ["2026-12-14", 31, 60],
    ["2026-12-15", 30, 30],
    ["2027-01-06", 8, 30],
    ["2027-01-07", 7, 7],
    ["2027-01-13", 1, 7],
    ["2027-01-14", 0, 0],
    ["2027-03-01", -46, 0],
  ])("on %s, %i days before, people are told as of mark %s", (day, _left, mark) => {
    expect(endMark("2027-01-14", new Date(`${day}T00:00:00Z`))).toBe(mark);
  });
});

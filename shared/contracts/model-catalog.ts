import { declaredModels, type ModelDeclaration, type ModelKind } from "./models.ts";

/** The models that may be asked: ours, and what the operator declared beside or in place of them. */
export type ModelCatalog = Readonly<Record<string, ModelDeclaration>>;

/** The last days on which the service itself said that models end, as `2027-01-14`. */
export type ToldEnds = Readonly<Record<string, string>>;

export function modelCatalog(own: ModelCatalog = {}): ModelCatalog {
  return { ...declaredModels, ...own };
}

/** Why the model cannot be chosen for that work; undefined when it can. */
export function modelProblem(catalog: ModelCatalog, name: string, kind: ModelKind): string | undefined {
  if (!Object.hasOwn(catalog, name)) return "is not a model that is declared here";
  return catalog[name]?.kind === kind ? undefined : `is no model for ${kind}`;
}

/** The first day on which the model is refused: as the service says, else as declared. */
export function endOf(catalog: ModelCatalog, name: string, told: ToldEnds = {}): string | undefined {
  return told[name] ?? (Object.hasOwn(catalog, name) ? catalog[name]?.endsOn : undefined);
}

/**
 * The model that answers for `name` on that day: itself, or whoever follows it once it has ended. Undefined for one that is
 * not declared. The last of a line that has ended is asked all the same, for only the service knows.
 */
export function livingModel(
  catalog: ModelCatalog,
  name: string,
  { now, told = {} }: { now: Date; told?: ToldEnds },
): string | undefined {
  if (!Object.hasOwn(catalog, name)) return undefined;
  const today = now.toISOString().slice(0, 10);
  const seen = new Set<string>();
  let living = name;
  for (;;) {
    seen.add(living);
    const endsOn = endOf(catalog, living, told);
    const successor = catalog[living]?.successor;
    if (endsOn === undefined || endsOn > today || successor === undefined) return living;
    if (!Object.hasOwn(catalog, successor) || seen.has(successor)) return living;
    living = successor;
  }
}

const dayMs = 86_400_000;
const marks = [7, 30, 60] as const;

/** So many days before its end people are told: the nearest mark that is passed, 0 from the day itself on. */
export function endMark(endsOn: string, now: Date): number | undefined {
  const left = Math.ceil((Date.parse(endsOn) - now.getTime()) / dayMs);
  return left <= 0 ? 0 : marks.find((mark) => left <= mark);
}

import type { PassageSigns } from "./rank-passages.ts";
import type { Language } from "./stop-words.ts";

type Weights = PassageSigns & { bias: number; enough: number };

/**
 * Logistic regressions over the calibration part of the evaluation's questions, each also asked with its answer taken away;
 * `enough` is where they part what is answered from what is not. `tellsOfAnother` and `lacksDecisive`, too rare there, were
 * set by hand, strict. The bundled encoder knows English only, so in other languages likeness says nothing and words weigh more.
 */
const english: Weights = {
  support: 2.9,
  headingCoverage: 1.7,
  coverage: 1.5,
  likeness: 2.4,
  isFirst: 2.2,
  isSecond: 0.9,
  lacksDecisive: -2,
  lacksShape: -0.6,
  tellsOfAnother: -4,
  bias: -6.4,
  enough: 0.16,
};
const others: Weights = {
  support: 4.2,
  headingCoverage: 3.2,
  coverage: 5.3,
  likeness: 0,
  isFirst: 1.9,
  isSecond: 0.8,
  lacksDecisive: -2,
  lacksShape: -0.4,
  tellsOfAnother: -4,
  bias: -7.5,
  enough: 0.25,
};

/** How likely the passage holds the answer, from 0 to 1. */
export function likelihoodOf(signs: PassageSigns, language: Language): number {
  const { bias, enough: _, ...weights } = weightsOf(language);
  const sum = Object.entries(weights).reduce(
    (total, [sign, weight]) => total + weight * signs[sign as keyof PassageSigns],
    bias,
  );
  return 1 / (1 + Math.exp(-sum));
}

/** The likelihood from which on a passage is answered with. */
export function enoughFor(language: Language): number {
  return weightsOf(language).enough;
}

function weightsOf(language: Language): Weights {
  return language === "en" ? english : others;
}

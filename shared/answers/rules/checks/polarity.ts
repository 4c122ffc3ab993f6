/** What turns a sentence into its opposite, by language: "no" is a "no" in English and "in the" in Portuguese. */
const negations: Record<string, RegExp> = {
  en: words(
    "no|not|never|neither|nor|none|nothing|nobody|cannot|without|unable|unavailable|impossible|\\p{L}+n['’]t",
  ),
  id: words("tidak|tak|bukan|belum|jangan|tanpa|tiada|gak|nggak|enggak"),
  ms: words("tidak|tak|bukan|belum|jangan|tanpa"),
  es: words("no|nunca|jamás|sin|ni|tampoco|ningún|ninguna|ninguno|nada"),
  pt: words("não|nunca|jamais|sem|nem|tampouco|nenhum|nenhuma|nada"),
  fr: words("ne|n['’]\\p{L}+|pas|jamais|sans|aucune?|ni"),
  de: words("nicht|nie|niemals|ohne|kein\\p{L}*|weder"),
  it: words("non|no|mai|senza|né|nessun[oa]?"),
  nl: words("niet|nooit|geen|zonder"),
};

/** Words that say no of a part, or of the opposite: a shop that is closed on Sundays does not open then. */
const twofold = words(
  "closed?|except\\p{L}*|only|just|unless|until|exclud\\p{L}*|refuse\\p{L}*|instead|rather|less|if|tutup|kecuali|hanya|cuma|selain|kalau|jika|bila|fechad\\p{L}*|fecha|exceto|salvo|só|apenas|somente|se|cerrad\\p{L}*|cierra|excepto|solo|sólo|si|geschlossen|außer|nur|wenn|fermé\\p{L}*|sauf|seulement|chius\\p{L}*|tranne|gesloten|behalve|alleen",
);
/** The answer to the question, not a part of the statement: "No, it costs …". */
const particle =
  /^(?:\p{L}+,\s*)?(?:no|não|nao|tidak|nggak|gak|nein|non|nee)(?:\s+(?:worries|problem|problema))?\s*[,.!:;–—-]\s*/iu;

/**
 * Whether a sentence denies something; "unclear" where it denies a part or says so by an opposite. Two denials are not weighed
 * against each other; in a language that we do not know nothing is clear.
 */
export function polarityOf(sentence: string, language: string | undefined): "yes" | "no" | "unclear" {
  const primary = language?.toLowerCase().split(/[-_]/)[0] ?? "";
  const denies = negations[primary];
  const said = sentence.normalize("NFC").trim().replace(particle, "");
  if (denies === undefined || twofold.test(said)) return "unclear";
  return denies.test(said) ? "no" : "yes";
}

function words(alternatives: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${alternatives})(?![\p{L}\p{N}])`, "iu");
}

const MARKED_LETTER = /([\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;

/**
 * Takes the accents off Latin and Greek letters, for on a phone many people leave them out ("envio" for "envío"). In other
 * scripts a mark makes another letter or a vowel, and stays.
 */
export function foldAccents(word: string): string {
  return word.normalize("NFD").replaceAll(MARKED_LETTER, "$1").normalize("NFC");
}

/** Tokens that a text would cost, by the usual rule of four characters to one. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

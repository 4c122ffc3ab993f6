/** About so many tokens, where no service has counted them: four characters each, as OpenAI's tokenizers have it of English. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

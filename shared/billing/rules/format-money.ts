/** An amount of minor units as people write it in that language, with the currency's code. */
export function formatMoney(minor: number, currency: string, language = "en"): string {
  const formatter = new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay: "code" });
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 2;
  return formatter.format(minor / 10 ** digits).replaceAll("\u00a0", " ");
}

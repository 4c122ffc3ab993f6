/**
 * What a number as it is written may mean: `n:1500` an amount, `t:930` a time of day. Two writings that share a meaning
 * tell the same: 1,500 and 1.500 and 1500 and 1.5k; 09:00, 9.00, 9h00 and 9 am; 10.00 and 10, but never 10.00 and 1,000.
 * As support a writing says more than as a claim: "5 pm" supports a plain 5, a claim of 5 pm needs the afternoon.
 */
export function readNumber(written: string, as: "claim" | "support"): string[] {
  const [, scaled, scale] = /^([\d.,]+)\s?([a-zãõç]+)$/i.exec(written) ?? [];
  const zeros = scales.find(([words]) => words.test(scale ?? ""))?.[1];
  if (scaled !== undefined && zeros !== undefined) return scaledReadings(scaled, zeros);
  const [, digits = "", half] = /^([\d.,:h]+)(?:\s?([ap]))?/.exec(written.toLowerCase()) ?? [];
  const [, hour = "", minute = "00"] = /^(\d{1,2})(?:[.:h](\d{2}))?$/.exec(digits) ?? [];
  const isTime = hour !== "" && Number(hour) <= 24 && Number(minute) < 60;
  if (half !== undefined && isTime) {
    const afternoon = (Number(hour) % 12) + (half === "p" ? 12 : 0);
    const plain = as === "support" ? timeReadings(Number(hour), minute) : [];
    return [...timeReadings(afternoon, minute), ...plain];
  }
  if (/^\d+$/.test(digits)) return [amount(digits)];
  const time = isTime ? timeReadings(Number(hour), minute) : [];
  return [...time, ...amountReadings(digits)];
}

/** 15 ribu, 15k: 15,000; 1,5 juta: 1,500,000. */
const scales: readonly (readonly [words: RegExp, zeros: number])[] = [
  [/^(?:k|rb|ribu|mil|thousand|tausend|mille)$/i, 3],
  [/^(?:jt|juta|milh(?:ão|ões)|mill(?:ón|ones|ion|ions|ionen?)|mio)$/i, 6],
];

function scaledReadings(digits: string, zeros: number): string[] {
  const readings = /^\d+$/.test(digits) ? [amount(digits)] : amountReadings(digits);
  return readings.map((reading) => {
    const [whole = "", decimals = ""] = reading.slice(2).split(".");
    return amount(`${whole}${decimals.slice(0, zeros).padEnd(zeros, "0")}`, decimals.slice(zeros));
  });
}

/** A full hour is also told without its minutes. */
function timeReadings(hour: number, minute: string): string[] {
  return [`t:${hour * 100 + Number(minute)}`, ...(minute === "00" ? [amount(String(hour))] : [])];
}

function amountReadings(digits: string): string[] {
  if (/^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(digits)) return [amount(digits.replaceAll(/\D/g, ""))];
  const [, whole, decimals] = /^(\d{1,3}(?:[.,]\d{3})*|\d+)[.,](\d+)$/.exec(digits) ?? [];
  if (whole === undefined || decimals === undefined) return [`v:${digits}`];
  return [amount(whole.replaceAll(/\D/g, ""), decimals)];
}

function amount(whole: string, decimals = ""): string {
  const rest = decimals.replace(/0+$/, "");
  return `n:${whole.replace(/^0+(?=\d)/, "")}${rest === "" ? "" : `.${rest}`}`;
}

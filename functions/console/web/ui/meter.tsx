import { Label, Meter as AriaMeter } from "react-aria-components";

type Props = { label: string; value: number; of: number; words: string; isHigh?: boolean };

/** How much of a limit is used; the words say the same. */
export function Meter({ label, value, of, words, isHigh = false }: Props) {
  return (
    <AriaMeter
      value={Math.min(value, of)}
      maxValue={Math.max(of, 1)}
      valueLabel={words}
      className="flex flex-col gap-1"
    >
      {({ percentage }) => (
        <>
          <div className="flex justify-between gap-4">
            <Label className="font-medium">{label}</Label>
            <span className="text-text-2">{words}</span>
          </div>
          <svg
            viewBox="0 0 100 2"
            preserveAspectRatio="none"
            className="h-1.5 w-full rounded-full bg-press"
            aria-hidden
          >
            <rect width={percentage} height="2" className={isHigh ? "fill-bad-fill" : "fill-good-fill"} />
          </svg>
        </>
      )}
    </AriaMeter>
  );
}

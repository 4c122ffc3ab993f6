import { m } from "../messages/messages.ts";

type Props = {
  outlets: readonly { id: string; name: string }[];
  chosen: string | undefined;
  /** An outlet's id; empty: of all. */
  onChoose(id: string): void;
};

/** Shows one outlet only; not there where there is but one. */
export function OutletFilter({ outlets, chosen = "", onChoose }: Props) {
  if (outlets.length < 2) return null;
  return (
    <select
      aria-label={m("outlet")}
      value={chosen}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
      className="ms-auto h-7 max-w-40 rounded-md border border-line-strong bg-main px-1.5 text-xs"
    >
      <option value="">{m("allOutlets")}</option>
      {outlets.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

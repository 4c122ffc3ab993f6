import type { ReactNode } from "react";

export type Column<Row> = { title: string; cell(row: Row): ReactNode; isNumber?: boolean };
type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
};

export function Table<Row>({ label, columns, rows, keyOf }: Props<Row>) {
  const side = ({ isNumber }: Column<Row>) => (isNumber ? "text-end" : "text-start");
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th key={column.title} className={`h-9 pe-4 text-xs font-medium text-text-3 ${side(column)}`}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line hover:bg-hover">
              {columns.map((column) => (
                <td key={column.title} className={`h-9 py-1.5 pe-4 ${side(column)}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A cell of a table as its file has it: `columns` and `rows` are how many of them it covers, 1 or more. */
export type TableCell = { text: string; columns: number; rows: number };

const mostColumns = 500;

/**
 * The grid of a table: what a merged cell says stands in each cell that it covers. A cell over a whole row is a title of what
 * follows rather than a value of each column: its row holds it alone.
 */
export function gridOf(table: readonly (readonly TableCell[])[]): string[][] {
  const { placed, starts } = place(table);
  return placed.map((row) => {
    // A column in which no cell begins is one only to who drew the table.
    const cells = starts.map((column) => row[column]);
    const [first] = cells;
    const isTitle = first !== undefined && first.rows === 1 && cells.every((cell) => cell === first);
    return isTitle ? [first.text] : cells.map((cell) => cell?.text ?? "");
  });
}

type Placed = { placed: (TableCell | undefined)[][]; starts: number[] };

/** Each cell wherever it covers the grid, and the columns in which any begins. */
function place(table: readonly (readonly TableCell[])[]): Placed {
  const placed = table.map((): (TableCell | undefined)[] => []);
  const starts = new Set<number>();
  table.forEach((row, at) => {
    let column = 0;
    for (const cell of row) {
      while (placed[at]?.[column] !== undefined) column += 1;
      if (column >= mostColumns) break;
      starts.add(column);
      const end = Math.min(column + cell.columns, mostColumns);
      for (const line of placed.slice(at, at + cell.rows)) {
        for (let covered = column; covered < end; covered += 1) line[covered] ??= cell;
      }
      column = end;
    }
  });
  return { placed, starts: [...starts].toSorted((a, b) => a - b) };
}

type LogEntry = Partial<Record<"severity" | "message" | "time" | "outcome" | "code" | "reason", string>> & {
  status?: number;
  durationMs?: number;
  error?: unknown;
};

/** A function's log line for a terminal: time, function, outcome, milliseconds. Undefined for what only files need. */
export function formatLogLine(line: string, verbose: boolean): string | undefined {
  if (line.trim() === "") return undefined;
  let entry: LogEntry;
  try {
    entry = JSON.parse(line) as LogEntry;
  } catch {
    return line;
  }
  const { severity, message, time, outcome, status, durationMs, code, reason, error } = entry;
  if (severity === "DEBUG" && !verbose) return undefined;
  const what =
    [outcome, code, reason].filter((part) => part !== undefined).join(" ") || `status ${String(status)}`;
  const took = durationMs === undefined ? "" : `${String(durationMs)} ms`;
  const mark = severity === "ERROR" ? "✗" : severity === "WARNING" ? "!" : " ";
  const detail = error !== undefined && severity !== "INFO" ? `\n    ${describe(error)}` : "";
  return `${String(time).slice(11, 19)} ${mark} ${String(message).padEnd(12)} ${what.padEnd(28)} ${took.padStart(8)}${detail}`;
}

function describe(error: unknown): string {
  const { name, message, cause } = error as { name?: string; message?: string; cause?: unknown };
  const own = `${name ?? "Error"}: ${message ?? ""}`;
  return cause === undefined ? own : `${own} ← ${describe(cause)}`;
}

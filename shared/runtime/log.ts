import { type DestinationStream, pino } from "pino";
import { openStandardOutput } from "./log-destination.ts";

/** Fields of one line; never a message's text, a token or a phone number. */
export type LogFields = Record<string, unknown>;

export type Log = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
};

type LogOptions = { functionName: string; projectId: string; level: string; destination?: DestinationStream };

const severities: Record<string, string> = { debug: "DEBUG", info: "INFO", warn: "WARNING", error: "ERROR" };

/** Lines of JSON in Cloud Logging's own fields, https://cloud.google.com/logging/docs/structured-logging */
export function createLog(options: LogOptions): Log {
  const logger = pino(
    {
      level: options.level,
      base: { function: options.functionName },
      messageKey: "message",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ severity: severities[label] ?? "DEFAULT" }) },
      serializers: { error: describeError },
    },
    options.destination ?? openStandardOutput(),
  );
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
  };
}

/** Cloud Logging's name for the trace that a W3C `traceparent` names, to find all lines of one chain. */
export function traceFields(projectId: string, traceparent: string | undefined): LogFields {
  const traceId = traceparent?.split("-")[1];
  return traceId ? { "logging.googleapis.com/trace": `projects/${projectId}/traces/${traceId}` } : {};
}

/** Class, code, stack, causes and the first of several; what an error quotes is left out, for it is customers' data. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = (error as { code?: unknown }).code;
  const message = quotesItsInput(error, code) ? "(quotes its input)" : error.message;
  return {
    name: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack?.replace(error.message, () => message),
    ...(error instanceof AggregateError ? { errors: error.errors.slice(0, 3).map(describeError) } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** PostgreSQL's class 22, a value of the wrong form, and JSON's own errors say what they were given. */
function quotesItsInput(error: Error, code: unknown): boolean {
  return error instanceof SyntaxError || (typeof code === "string" && /^22[0-9A-Z]{3}$/.test(code));
}

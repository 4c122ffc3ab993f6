import { type FunctionDeclaration, functionNames, functions } from "../functions.ts";
import { topicNames, topics } from "../topics.ts";
import { type VariableName, variables } from "../variables.ts";

const declared = functions as Record<string, FunctionDeclaration>;

/** The generated parts of the pages, by the name in their markers. */
export const parts: Record<string, () => string> = {
  pipeline: pipelineDiagram,
  functions: functionTable,
  topics: topicTable,
  variables: variableTable,
};

/** Every function that emits a topic, joined to every function that reads it; `analytics` reads so many that it stands apart. */
function pipelineDiagram(): string {
  const edges = functionNames.flatMap((from) =>
    (declared[from]?.emits ?? []).flatMap((topic) =>
      readersOf(topic)
        .filter((to) => to !== "analytics")
        .map((to) => `  ${from} -- ${topic} --> ${to}`),
    ),
  );
  const outside = [
    "  meta((WhatsApp)) -- webhook --> webhook",
    "  sender -- Graph API --> meta",
    "  bucket[(documents)] -- document.uploaded --> ingester",
    "  ingester -- chunks --> qdrant[(Qdrant)]",
    "  responder -- search --> qdrant",
    "  responder -- prompt --> llm((LLM))",
    "  scheduler((Scheduler)) --> maintenance",
    "  marked([every topic marked for it]) --> analytics",
    "  analytics -- facts --> bigquery[(BigQuery)]",
  ];
  return ["```mermaid", "flowchart LR", ...outside, ...edges, "```"].join("\n");
}

function readersOf(topic: string): string[] {
  return functionNames.filter((name) => {
    const trigger = declared[name]?.trigger;
    return trigger?.kind === "event" && (trigger.topics as readonly string[]).includes(topic);
  });
}

function functionTable(): string {
  const rows = functionNames.map((name) => {
    const { meaning, trigger, localPort } = declared[name] as FunctionDeclaration;
    return `| [\`${name}\`](${name}/README.md) | ${wokenBy(trigger)} | ${meaning} | ${localPort} |`;
  });
  return ["| function | woken by | what it does | local port |", "|---|---|---|---|", ...rows].join("\n");
}

function wokenBy(trigger: FunctionDeclaration["trigger"]): string {
  switch (trigger.kind) {
    case "http":
      return "HTTP";
    case "event":
      return trigger.topics.map((topic) => `\`${topic}\``).join(", ");
    case "schedule":
      return "schedules";
    case "dead-letters":
      return ["every topic's dead letters", ...trigger.topics.map((topic) => `\`${topic}\``)].join(", ");
  }
}

function topicTable(): string {
  const rows = topicNames.map((name) => `| \`${name}\` | ${topics[name].meaning} |`);
  return ["| topic | an event says |", "|---|---|", ...rows].join("\n");
}

function variableTable(): string {
  const rows = Object.entries(variables).map(([name, { meaning, schema, secret }]) => {
    const unset = schema.safeParse(undefined);
    const otherwise = unset.success ? describeDefault(unset.data) : "required";
    const readers = functionNames.filter((reader) =>
      declared[reader]?.variables.includes(name as VariableName),
    );
    const whose =
      readers.length === 0 ? "every function" : readers.map((reader) => `\`${reader}\``).join(", ");
    return `| \`${name}\` | ${meaning} | ${secret ? "secret, " : ""}${otherwise} | ${whose} |`;
  });
  return ["| variable | meaning | default | read by |", "|---|---|---|---|", ...rows].join("\n");
}

function describeDefault(value: unknown): string {
  return value === undefined || value === "" ? "none" : `\`${JSON.stringify(value).replaceAll('"', "")}\``;
}

import { z } from "zod";

const line = z.string().trim().min(1).max(500);

/** How a tenant's bot speaks, from the tenant's `llm_tone`; keys that it does not know are passed on as they are. */
const toneSchema = z.looseObject({
  tone: line.optional(),
  language: line.optional(),
});

export type Tone = z.infer<typeof toneSchema>;

/** Reads the stored tone; one that cannot be read is as good as none. */
export function readTone(stored: unknown): Tone {
  return toneSchema.safeParse(stored).data ?? {};
}

/** One line a property, for the prompt. */
export function describeTone(tone: Tone): string {
  return Object.entries(tone)
    .filter(
      ([, value]) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
    )
    .map(([name, value]) => `- ${oneLine(name)}: ${oneLine(String(value))}`)
    .join("\n");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 500);
}

const form = /^crm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** The parts of a key as a client sends it; undefined when it cannot be one of ours. */
export function parseApiKey(text: string): { prefix: string; secret: string } | undefined {
  const [, prefix, secret] = form.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? undefined : { prefix, secret };
}

export function formatApiKey(prefix: string, secret: string): string {
  return `crm_${prefix}_${secret}`;
}

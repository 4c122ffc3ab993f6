/** What is counted. Outbound messages, templates and tokens are what plans limit; the rest is shown. */
const meterForm =
  /^(?:message\.(?:inbound|outbound)|template\.[a-z_]+|llm\.tokens\.(?:in|out)|embedding\.tokens|document\.pages|audio\.seconds|storage\.bytes)$/;

export function isMeter(text: string): boolean {
  return text.length <= 100 && meterForm.test(text);
}

/** Run as services of Cloud Run: they need the HTTP server itself, which the framework does not hand out. */
export const containerServices: readonly string[] = ["realtime"];

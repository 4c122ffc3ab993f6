import type { ConsoleServices } from "./services.ts";

const googleAuth = ["https://identitytoolkit.googleapis.com", "https://securetoken.googleapis.com"];

/** Of every answer: only our own scripts and styles run, and the pages speak only with the addresses they are given. */
export function pageHeaders({ config }: Pick<ConsoleServices, "config">): Record<string, string> {
  const { CONSOLE_API_URL: api, CONSOLE_AUTH_URL: auth, CONSOLE_UPLOAD_URL: uploads } = config;
  // Files of messages are opened where files are uploaded to.
  const reachable = ["'self'", ...(api ? [api] : []), ...(auth ? [auth] : googleAuth), uploads];
  return {
    "content-security-policy": [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      `img-src 'self' blob: https: ${uploads}`,
      `media-src 'self' blob: https: ${uploads}`,
      `connect-src ${reachable.join(" ")}`,
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join("; "),
    "permissions-policy": "camera=(), geolocation=(), microphone=(self)",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

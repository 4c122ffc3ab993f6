import { html } from "hono/html";
import { fieldErrorCodes, type ProblemCode, problems } from "../../../shared/runtime/errors.ts";
import { problemHelp } from "./problem-help.ts";

/** The page of all codes, made from the catalogue; each problem's `type` leads to its own. */
export function problemsHtml() {
  const codes = Object.entries(problems) as [ProblemCode, (typeof problems)[ProblemCode]][];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Problems of the WhatsApp CRM API</title>
        <style>
          body {
            font:
              1rem/1.5 system-ui,
              sans-serif;
            max-width: 48rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          :target {
            background: #fff3bf;
          }
          code {
            background: #f1f3f5;
            padding: 0 0.2em;
          }
          dt {
            font-weight: 600;
          }
        </style>
      </head>
      <body>
        <h1>Problems</h1>
        <p>
          An error is a problem of <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>. Decide by
          its <code>code</code>; <code>title</code>, <code>detail</code> and messages are for people.
        </p>
        ${codes.map(([code, { status, title }]) => section(code, status, title))}
        <h2 id="fields">What is wrong with a field</h2>
        <p>
          Each entry of <code>errors</code> has the <code>field</code>, the part of the request that it is
          <code>in</code>, and one of these codes; of the body also a <code>pointer</code>.
        </p>
        <dl>
          ${Object.entries(fieldErrorCodes).map(
            ([code, meaning]) =>
              html`<dt><code>${code}</code></dt>
                <dd>${meaning}</dd>`,
          )}
        </dl>
      </body>
    </html>`;
}

function section(code: ProblemCode, status: number, title: string) {
  return html`<section id="${code}">
    <h2>${status} <code>${code}</code></h2>
    <p>${title}. ${withCode(problemHelp[code])}</p>
  </section>`;
}

/** The text with what stands between backticks as code. */
function withCode(text: string) {
  return text.split("`").map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}

import "./ui/styles.css";
import { type Auth, signInWithEmailAndPassword } from "firebase/auth";
import { type FormEvent, useState } from "react";
import { createRoot } from "react-dom/client";
import { startAuth } from "./api/auth.ts";
import { loadPageConfig, type PageConfig } from "./api/page-config.ts";
import type { MessageKey } from "./messages/en.ts";
import { m, speak } from "./messages/messages.ts";
import { textOf } from "./ui/text-of.ts";
import { showTheme } from "./ui/theme.ts";

showTheme();
await speak(navigator.languages);
const loaded = await loadPageConfig();
const root = document.querySelector("#root");
if (root) createRoot(root).render(<SignIn auth={startAuth(loaded)} config={loaded} />);

const refusals = [
  "auth/invalid-credential",
  "auth/wrong-password",
  "auth/user-not-found",
  "auth/invalid-email",
];
const box = "h-8 w-full rounded-md border border-line-control bg-main px-2.5";

/** An entry of its own, without the application's libraries: it is there at once. */
function SignIn({ auth, config }: { auth: Auth; config: PageConfig }) {
  const [refusal, setRefusal] = useState<MessageKey>();
  const enter = async (email: string, password: string) => {
    try {
      await signInWithEmailAndPassword(auth, email, password);
      location.assign("/");
    } catch (error) {
      const { code = "" } = error as { code?: string };
      setRefusal(refusals.includes(code) ? "wrongPassword" : "signInFailed");
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void enter(textOf(form, "email"), textOf(form, "password"));
  };
  return (
    <main className="flex min-h-full items-center justify-center bg-panel p-6">
      <div className="w-full max-w-[376px]">
        <p className="mb-8 font-semibold">{m("product")}</p>
        <h1 className="text-xl font-semibold">{m("signIn")}</h1>
        <p className="mb-6 text-text-2">{m("signInHint")}</p>
        <form onSubmit={submit} className="flex flex-col gap-4">
          <label className="flex flex-col gap-1 text-xs font-medium">
            {m("workMail")}
            <input name="email" type="email" autoComplete="username" required className={box} />
          </label>
          <label className="flex flex-col gap-1 text-xs font-medium">
            {m("password")}
            <input name="password" type="password" autoComplete="current-password" required className={box} />
          </label>
          {refusal && (
            <p role="alert" className="text-xs text-bad">
              {m(refusal)}
            </p>
          )}
          <button className="h-9 cursor-pointer rounded-md bg-ink font-medium text-on-ink hover:bg-ink-hover">
            {m("signIn")}
          </button>
        </form>
        {config.trialAccounts.length > 0 && (
          <section className="mt-8">
            <h2 className="mb-2 text-xs font-medium text-text-3">{m("tryAs")}</h2>
            {config.trialAccounts.map(({ name, email, password }) => (
              <button
                key={email}
                onClick={() => void enter(email, password)}
                className="mb-2 h-9 w-full cursor-pointer rounded-md border border-line-strong bg-main hover:bg-hover"
              >
                {name}
              </button>
            ))}
          </section>
        )}
      </div>
    </main>
  );
}

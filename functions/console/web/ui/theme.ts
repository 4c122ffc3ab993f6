const key = "theme";
export type Theme = "light" | "dark";

/** What was chosen on this device, else the system's. */
function currentTheme(): Theme {
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function showTheme(theme: Theme = currentTheme()): void {
  document.documentElement.dataset["theme"] = theme;
}

export function switchTheme(): void {
  const next = currentTheme() === "dark" ? "light" : "dark";
  localStorage.setItem(key, next);
  showTheme(next);
}

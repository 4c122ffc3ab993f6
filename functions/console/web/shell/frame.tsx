import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { Rail } from "./rail.tsx";

const Palette = lazy(async () => ({ default: (await import("./palette.tsx")).Palette }));

export function Frame() {
  const [isSearching, setSearching] = useState(false);
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      setSearching(true);
    };
    addEventListener("keydown", open, { capture: true });
    return () => removeEventListener("keydown", open, { capture: true });
  }, []);
  return (
    <div className="flex h-full flex-col md:flex-row">
      <Rail onSearch={() => setSearching(true)} />
      <Outlet />
      {isSearching && (
        <Suspense>
          <Palette onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  );
}

import { databaseRights } from "./database-rights.ts";
import type { FunctionName } from "./functions.ts";
import type { DeclaredRights } from "./read-rights.ts";

/** `tenant`: in the scope of one tenant. `platform`: what belongs to no single one. */
export type RoleKind = "tenant" | "platform";

/** The role that a function takes on when it connects; what it may do stands in `database-rights.ts`. */
export function roleOf(name: FunctionName, kind: RoleKind): string {
  return `crm_${name.replaceAll("-", "_")}${kind === "platform" ? "_platform" : ""}`;
}

export type FunctionRole = { role: string; name: FunctionName; kind: RoleKind; rights: DeclaredRights };

/** Every role of every function that uses the database. */
export const functionRoles: readonly FunctionRole[] = Object.entries(databaseRights).flatMap(
  ([key, declared]: [string, { tenant?: DeclaredRights; platform?: DeclaredRights }]) => {
    const name = key as FunctionName;
    return (["tenant", "platform"] as const).flatMap((kind) => {
      const rights = declared[kind];
      return rights === undefined ? [] : [{ role: roleOf(name, kind), name, kind, rights }];
    });
  },
);

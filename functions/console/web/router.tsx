import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouteComponent,
} from "@tanstack/react-router";
import { Frame } from "./shell/frame.tsx";
import type { Path } from "./shell/places.ts";

/** Each screen is read when it is first opened. */
const screens: Record<Path, RouteComponent> = {
  "/": lazyRouteComponent(async () => import("./inbox/inbox-screen.tsx"), "InboxScreen"),
  "/new": lazyRouteComponent(async () => import("./inbox/new-message-screen.tsx"), "NewMessageScreen"),
  "/knowledge/documents": lazyRouteComponent(
    async () => import("./knowledge/documents-screen.tsx"),
    "DocumentsScreen",
  ),
  "/knowledge/unanswered": lazyRouteComponent(
    async () => import("./knowledge/unanswered-screen.tsx"),
    "UnansweredScreen",
  ),
  "/knowledge/playground": lazyRouteComponent(
    async () => import("./knowledge/playground-screen.tsx"),
    "PlaygroundScreen",
  ),
  "/templates": lazyRouteComponent(async () => import("./templates/templates-screen.tsx"), "TemplatesScreen"),
  "/settings/outlets": lazyRouteComponent(
    async () => import("./outlets/outlets-screen.tsx"),
    "OutletsScreen",
  ),
  "/settings/people": lazyRouteComponent(async () => import("./people/people-screen.tsx"), "PeopleScreen"),
  "/settings/keys": lazyRouteComponent(async () => import("./people/keys-screen.tsx"), "KeysScreen"),
  "/settings/hours": lazyRouteComponent(async () => import("./settings/hours-screen.tsx"), "HoursScreen"),
  "/settings/messaging": lazyRouteComponent(
    async () => import("./settings/messaging-screen.tsx"),
    "MessagingScreen",
  ),
  "/settings/plan": lazyRouteComponent(async () => import("./plan/plan-screen.tsx"), "PlanScreen"),
  "/settings/audit": lazyRouteComponent(async () => import("./audit/audit-screen.tsx"), "AuditScreen"),
};

export function createConsoleRouter() {
  const root = createRootRoute({ component: Frame });
  const routes = Object.entries(screens).map(([path, component]) =>
    createRoute({ getParentRoute: () => root, path, component }),
  );
  return createRouter({ routeTree: root.addChildren(routes), defaultPreload: "intent" });
}

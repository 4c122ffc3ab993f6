import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";

onEvent("analytics", handle);

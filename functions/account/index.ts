import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { accountFunction } from "./services.ts";

onEvent(accountFunction, (services) => async (event) => handle(event, services));

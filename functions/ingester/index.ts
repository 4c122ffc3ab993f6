import { onEvent } from "../../shared/runtime/on-event.ts";
import { handle } from "./handle.ts";
import { ingesterFunction } from "./services.ts";

onEvent(ingesterFunction, (services) => async (event, context) => handle(event, services, context));

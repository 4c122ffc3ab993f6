import { onHttp } from "../../shared/runtime/on-http.ts";
import { handle } from "./handle.ts";
import { maintenanceFunction } from "./services.ts";

onHttp(maintenanceFunction, (services) => async (request) => handle(request, services));

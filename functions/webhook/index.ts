import { onHttp } from "../../shared/runtime/on-http.ts";
import { handle } from "./handle.ts";

onHttp("webhook", handle);

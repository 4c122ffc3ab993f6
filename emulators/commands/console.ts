import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { takeShots } from "../console/take-shots.ts";

/** `npm run console`: the pages as they are written; `npm run console -- shots`: a picture of each. Both beside `npm start`. */
const [command] = process.argv.slice(2);

if (command === "shots") await takeShots(".local/shots");
else {
  const configFile = fileURLToPath(new URL("../../functions/console/web/vite.config.ts", import.meta.url));
  const server = await createServer({ configFile });
  await server.listen();
  server.printUrls();
}

import { startTestServer, type TestServer } from "../../emulators/whatsapp/testing/test-server.ts";
import { seedData } from "../db/seed-data.ts";

/** The local WhatsApp server with the numbers of the seeded tenants; one per test file. */
export async function startSeededWhatsApp(): Promise<TestServer> {
  return startTestServer({
    numbers: seedData.map(({ outlet, name }) => ({
      phoneNumberId: outlet.phoneNumberId,
      displayPhoneNumber: outlet.displayPhoneNumber,
      wabaId: outlet.businessAccountId,
      accessToken: outlet.accessToken,
      name,
    })),
  });
}

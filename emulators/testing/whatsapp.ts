import { startTestServer, type TestServer } from "../servers/whatsapp/testing/test-server.ts";
import { seedData } from "../../shared/testing/examples/seed-data.ts";

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

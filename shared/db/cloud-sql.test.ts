import { expect, test } from "vitest";
import { readCloudSqlUrl } from "./cloud-sql.ts";

test("an address of Cloud SQL names the instance, the database and the role to take on", () => {
  expect(
    readCloudSqlUrl(
      "postgres://cloud-sql/crm?instance=acme-prod:asia-southeast1:crm&options=-c%20role%3Dcrm_app",
    ),
  ).toEqual({
    instance: "acme-prod:asia-southeast1:crm",
    database: "crm",
    user: undefined,
    options: "-c role=crm_app",
  });
});

test("a person may be named to sign in as", () => {
  const url = "postgres://ada%40example.com@cloud-sql/crm?instance=p:r:i";
  expect(readCloudSqlUrl(url)).toMatchObject({ user: "ada@example.com", options: undefined });
});

test("every other URL is left to the driver", () => {
  expect(readCloudSqlUrl("postgres://crm_app:secret@127.0.0.1:5433/crm")).toBeUndefined();
  expect(readCloudSqlUrl("postgres://%2Fvar%2Frun/crm?options=-c%20role%3Dcrm_app")).toBeUndefined();
});

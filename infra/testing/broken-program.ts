import * as gcp from "@pulumi/gcp";

// What must not be: for the test that the rules see it. Everything is asked for at once, and nothing waits for anything.
const account = {
  email: "crm-webhook@p.iam.gserviceaccount.com",
  member: "serviceAccount:crm-webhook@p.iam.gserviceaccount.com",
};
new gcp.projects.Service("pubsub", { service: "pubsub.googleapis.com" });
new gcp.pubsub.Topic("message.queued", { name: "message.queued" });
new gcp.pubsub.TopicIAMMember("webhook:message.queued", {
  topic: "message.queued",
  role: "roles/pubsub.publisher",
  member: account.member,
});
new gcp.cloudrunv2.Service("webhook", {
  name: "crm-webhook",
  location: "r",
  template: { serviceAccount: account.email },
});

import { logMetricType } from "./log-metrics.ts";

type Chart = { title: string; filter: string; aligner: string; groupBy: string };

const run = 'resource.type="cloud_run_revision"';
const pubsub = 'resource.type="pubsub_subscription"';
const sql = 'resource.type="cloudsql_database"';

/** From the outside in: requests, queues, functions, database. */
const charts: Chart[] = [
  {
    title: "Requests a second, by function",
    filter: `metric.type="run.googleapis.com/request_count" AND ${run}`,
    aligner: "ALIGN_RATE",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Latency p99 (ms), by function",
    filter: `metric.type="run.googleapis.com/request_latencies" AND ${run}`,
    aligner: "ALIGN_PERCENTILE_99",
    groupBy: "resource.label.service_name",
  },
  {
    title: "5xx a second, by function",
    filter: `metric.type="run.googleapis.com/request_count" AND ${run} AND metric.label.response_code_class="5xx"`,
    aligner: "ALIGN_RATE",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Instances, by function",
    filter: `metric.type="run.googleapis.com/container/instance_count" AND ${run}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Start of an instance p99 (ms)",
    filter: `metric.type="run.googleapis.com/container/startup_latencies" AND ${run}`,
    aligner: "ALIGN_PERCENTILE_99",
    groupBy: "resource.label.service_name",
  },
  {
    title: "Oldest event not handled (s)",
    filter: `metric.type="pubsub.googleapis.com/subscription/oldest_unacked_message_age" AND ${pubsub}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.subscription_id",
  },
  {
    title: "Events not handled",
    filter: `metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages" AND ${pubsub}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.subscription_id",
  },
  {
    title: "Dead letters",
    filter: `metric.type="pubsub.googleapis.com/subscription/dead_letter_message_count" AND ${pubsub}`,
    aligner: "ALIGN_DELTA",
    groupBy: "resource.label.subscription_id",
  },
  {
    title: "Errors in logs, by function",
    filter: `metric.type="${logMetricType("errors")}" AND ${run}`,
    aligner: "ALIGN_DELTA",
    groupBy: "metric.label.function",
  },
  {
    title: "Runs that found events in the outbox",
    filter: `metric.type="${logMetricType("drained-from-outbox")}" AND ${run}`,
    aligner: "ALIGN_DELTA",
    groupBy: "metric.label.function",
  },
  {
    title: "Oldest event in the outbox (ms)",
    filter: `metric.type="${logMetricType("outbox-age")}" AND ${run}`,
    aligner: "ALIGN_PERCENTILE_99",
    groupBy: "metric.label.function",
  },
  {
    title: "Rows that BigQuery was given a second, by table",
    filter:
      'metric.type="bigquery.googleapis.com/storage/uploaded_row_count" AND resource.type="bigquery_dataset"',
    aligner: "ALIGN_RATE",
    groupBy: "metric.label.table",
  },
  {
    title: "Database: connections",
    filter: `metric.type="cloudsql.googleapis.com/database/postgresql/num_backends" AND ${sql}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.database_id",
  },
  {
    title: "Database: processor",
    filter: `metric.type="cloudsql.googleapis.com/database/cpu/utilization" AND ${sql}`,
    aligner: "ALIGN_MAX",
    groupBy: "resource.label.database_id",
  },
];

const columns = 12;
const width = 6;
const height = 4;

/** Cloud Monitoring's own JSON, two charts to a row. */
export function dashboardJson(displayName: string): string {
  const tiles = charts.map((chart, index) => ({
    xPos: (index % 2) * width,
    yPos: Math.floor(index / 2) * height,
    width,
    height,
    widget: widgetOf(chart),
  }));
  return JSON.stringify({ displayName, mosaicLayout: { columns, tiles } });
}

function widgetOf({ title, filter, aligner, groupBy }: Chart): object {
  const aggregation = {
    alignmentPeriod: "60s",
    perSeriesAligner: aligner,
    crossSeriesReducer: aligner === "ALIGN_RATE" || aligner === "ALIGN_DELTA" ? "REDUCE_SUM" : "REDUCE_MAX",
    groupByFields: [groupBy],
  };
  const timeSeriesQuery = { timeSeriesFilter: { filter, aggregation } };
  return { title, xyChart: { dataSets: [{ plotType: "LINE", timeSeriesQuery }] } };
}

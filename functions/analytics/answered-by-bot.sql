-- By day: customers' messages, how many of them the bot answered (in the chain of events that the message began), and within
-- how many seconds half of those were. @tenantId is the tenant's id, @days how far back to look.
WITH
  asked AS (
    SELECT correlation_id, MIN(occurred_at) AS asked_at, COUNT(DISTINCT fact_id) AS messages
    FROM message_received
    WHERE occurred_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL @days DAY)
      AND tenant_id = @tenantId
      AND source = 'message'
    GROUP BY correlation_id
  ),
  answered AS (
    SELECT correlation_id, MIN(occurred_at) AS answered_at
    FROM message_queued
    WHERE occurred_at >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL @days DAY)
      AND tenant_id = @tenantId
      AND sender_type = 'bot'
    GROUP BY correlation_id
  )
SELECT
  DATE(asked_at) AS day,
  SUM(messages) AS messages,
  COUNT(answered_at) AS answered_by_bot,
  APPROX_QUANTILES(TIMESTAMP_DIFF(answered_at, asked_at, SECOND), 100)[OFFSET(50)] AS median_seconds
FROM asked
LEFT JOIN answered USING (correlation_id)
GROUP BY day
ORDER BY day

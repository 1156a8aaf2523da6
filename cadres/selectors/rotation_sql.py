"""The one statement that computes every clock of rotation on a day, from the history of posts."""

CLOCKS = """
WITH RECURSIVE
rule AS MATERIALIZED (
    SELECT id, code, scope,
           ARRAY(SELECT jsonb_array_elements_text(value->'kinds')) AS kinds,
           ARRAY(SELECT jsonb_array_elements_text(value->'employment')) AS employment,
           ARRAY(SELECT jsonb_array_elements_text(coalesce(value->'catalogue', '[]'))) AS catalogue,
           ARRAY['primary', 'concurrent']
             || CASE WHEN coalesce((value->>'count_acting')::boolean, true) THEN ARRAY['acting'] ELSE '{{}}' END
             || CASE WHEN coalesce((value->>'count_seconded')::boolean, false) THEN ARRAY['seconded'] ELSE '{{}}' END
             AS posting_kinds,
           (value->>'min_months')::int AS min_months,
           (value->>'max_months')::int AS max_months,
           coalesce((value->>'same_unit')::boolean, true) AS same_unit,
           coalesce((value->>'same_field')::boolean, false) AS same_field,
           coalesce((value->>'written_only')::boolean, false) AS written_only,
           coalesce((value->>'pause_secondment')::boolean, false) AS pause_secondment,
           coalesce((value->>'gap_days')::int, 0) AS gap_days
    FROM cadres_rotationrule
    WHERE kind = 'limit' AND valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
),
follows AS (
    SELECT predecessor_id AS old, successor_id AS new, effective_on AS first_on, effective_on AS last_on
    FROM organization_unitsuccession WHERE successor_id IS NOT NULL AND effective_on <= %(on)s
    UNION
    SELECT f.old, s.successor_id, f.first_on, s.effective_on
    FROM follows f
    JOIN organization_unitsuccession s ON s.predecessor_id = f.new AND s.effective_on >= f.last_on
    WHERE s.successor_id IS NOT NULL AND s.effective_on <= %(on)s
),
listed AS MATERIALIZED (
    SELECT * FROM cadres_listedpost WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s)
),
suits AS MATERIALIZED (
    -- Which rules are for a post of a unit, and its line of the catalogue: asked once a post, not once a person in it.
    SELECT held.position_id, held.unit_id, o.kind AS post_kind, coalesce(l.field, o.sensitive_field) AS field,
           l.id AS listed_id, l.max_months AS listed_months, r.id AS rule_id, r.employment, r.posting_kinds
    FROM (SELECT DISTINCT p.position_id, p.unit_id FROM cadres_posting p WHERE p.valid_from <= %(on)s {people}) held
    JOIN cadres_position o ON o.id = held.position_id
    JOIN organization_unit u ON u.id = held.unit_id
    JOIN rule r ON o.kind = ANY(r.kinds)
    LEFT JOIN LATERAL (
        SELECT l.* FROM listed l
        WHERE l."group" = ANY(r.catalogue) AND (
            (o.sensitive_field <> '' AND l.field = o.sensitive_field AND l.post_key IN ('', o.search_key))
            OR (o.kind = ANY(l.kinds) AND l.unit_words <> '' AND position(l.unit_words IN u.search_key) > 0))
        ORDER BY l.post_key DESC, l.field = o.sensitive_field DESC, l.code LIMIT 1
    ) l ON cardinality(r.catalogue) > 0
    WHERE cardinality(r.catalogue) = 0 OR l.id IS NOT NULL
),
seg AS MATERIALIZED (
    SELECT p.id, p.person_id, p.unit_id, p.kind, p.valid_from, p.valid_to, p.needs_confirmation,
           p.decision_number <> '' AS written, s.post_kind, s.field, s.listed_id, s.listed_months, s.rule_id
    FROM cadres_posting p
    JOIN suits s ON s.position_id = p.position_id AND s.unit_id = p.unit_id AND p.kind = ANY(s.posting_kinds)
    JOIN cadres_person h ON h.id = p.person_id AND h.employment_kind = ANY(s.employment)
    WHERE p.valid_from <= %(on)s AND (h.left_on IS NULL OR h.left_on > %(on)s)
      {people}
),
walk AS (
    SELECT s.person_id, s.rule_id, s.id AS head, s.id, s.unit_id, s.field, s.valid_from, s.written, ''::text AS link
    FROM seg s WHERE s.valid_to IS NULL OR s.valid_to >= %(on)s
    UNION
    SELECT w.person_id, w.rule_id, w.head, s.id, s.unit_id, s.field, s.valid_from, s.written,
           CASE WHEN (NOT r.same_field OR s.field = w.field) AND (NOT r.same_unit OR s.unit_id = w.unit_id)
                THEN 'same'
                WHEN (NOT r.same_field OR s.field = w.field) AND f.old IS NOT NULL THEN 'successor'
                ELSE 'unwritten' END
    FROM walk w
    JOIN rule r ON r.id = w.rule_id
    JOIN seg s ON s.person_id = w.person_id AND s.rule_id = w.rule_id
      AND (s.valid_from, s.id) < (w.valid_from, w.id)
      AND coalesce(s.valid_to, 'infinity'::date) >= w.valid_from - 1 - r.gap_days
    LEFT JOIN LATERAL (
        SELECT f.old FROM follows f
        WHERE f.old = s.unit_id AND f.new = w.unit_id AND f.first_on > s.valid_from AND f.last_on <= w.valid_from
        LIMIT 1
    ) f ON true
    WHERE (NOT r.same_field OR s.field = w.field)
            AND (NOT r.same_unit OR s.unit_id = w.unit_id OR f.old IS NOT NULL)
       OR r.written_only AND NOT w.written
),
heads AS (
    SELECT s.*, row_number() OVER (
        PARTITION BY s.person_id, s.rule_id, CASE WHEN r.same_unit THEN s.unit_id END,
                     CASE WHEN r.same_field THEN s.field END
        ORDER BY array_position(ARRAY['primary', 'acting', 'concurrent', 'seconded'], s.kind::text), s.valid_from, s.id
    ) AS rank, first_value(s.id) OVER (
        PARTITION BY s.person_id, s.rule_id, CASE WHEN r.same_unit THEN s.unit_id END,
                     CASE WHEN r.same_field THEN s.field END
        ORDER BY array_position(ARRAY['primary', 'acting', 'concurrent', 'seconded'], s.kind::text), s.valid_from, s.id
    ) AS main
    FROM seg s JOIN rule r ON r.id = s.rule_id
    WHERE s.valid_to IS NULL OR s.valid_to >= %(on)s
),
part AS (
    SELECT DISTINCT h.main, h.rule_id, w.id, w.link
    FROM walk w JOIN heads h ON h.id = w.head AND h.rule_id = w.rule_id
),
chain AS (
    SELECT p.main, p.rule_id, min(s.valid_from) AS start_on,
           range_agg(daterange(s.valid_from, least(coalesce(s.valid_to, %(on)s), %(on)s), '[]')) AS held,
           range_agg(daterange(s.valid_from, least(coalesce(s.valid_to, %(on)s), %(on)s), '[]'))
             FILTER (WHERE s.kind = 'acting') AS acting,
           range_agg(daterange(s.valid_from, least(coalesce(s.valid_to, %(on)s), %(on)s), '[]'))
             FILTER (WHERE s.kind <> 'acting') AS not_acting,
           bool_or(p.link = 'successor') AS by_successor, bool_or(p.link = 'unwritten') AS by_unwritten,
           bool_or(s.needs_confirmation) AS to_confirm,
           array_agg(DISTINCT s.id) AS segments
    FROM part p JOIN seg s ON s.id = p.id AND s.rule_id = p.rule_id
    GROUP BY p.main, p.rule_id
),
paused AS (
    SELECT c.*, h.person_id, h.unit_id, h.post_kind, h.field, h.listed_id, h.written,
           r.code, r.scope, r.min_months, coalesce(h.listed_months, r.max_months) AS max_months,
           datemultirange(daterange(c.start_on, %(on)s, '[]')) - c.held
             + CASE WHEN r.pause_secondment THEN coalesce((
                 SELECT range_agg(daterange(p.valid_from, least(coalesce(p.valid_to, %(on)s), %(on)s), '[]'))
                 FROM cadres_posting p
                 WHERE p.person_id = h.person_id AND p.kind = 'seconded' AND p.valid_from <= %(on)s
                   AND coalesce(p.valid_to, %(on)s) >= c.start_on), '{{}}'::datemultirange)
                 * datemultirange(daterange(c.start_on, %(on)s, '[]'))
               ELSE '{{}}'::datemultirange END AS pauses
    FROM chain c
    JOIN heads h ON h.id = c.main AND h.rule_id = c.rule_id AND h.rank = 1
    JOIN rule r ON r.id = c.rule_id
),
clock AS (
    SELECT p.*,
           (p.start_on + make_interval(months => p.max_months))::date + {days_max} AS due_on,
           (p.start_on + make_interval(months => p.min_months))::date + {days_min} AS min_on,
           CASE WHEN p.acting IS NULL THEN 0 ELSE coalesce((
             SELECT sum(upper(one) - lower(one)) FROM unnest(p.acting - coalesce(p.not_acting, '{{}}')) one), 0) END
             AS acting_days
    FROM paused p
)
SELECT c.person_id, c.rule_id, c.code, c.scope, c.main AS posting_id, c.unit_id, c.post_kind, c.field, c.listed_id,
       c.start_on, c.due_on, c.min_on, c.acting_days::int,
       CASE WHEN isempty(c.pauses) THEN 0 ELSE
         (SELECT sum(upper(one) - lower(one)) FROM unnest(c.pauses) one)::int END AS paused_days,
       c.by_successor, c.by_unwritten, c.to_confirm, c.segments
       {columns}
FROM clock c
JOIN organization_unit u ON u.id = c.unit_id
LEFT JOIN organization_unit above ON above.id = u.parent_id
{joins}
WHERE true {where}
{order}
"""

DAYS = """CASE WHEN isempty(p.pauses) THEN 0 ELSE coalesce((
    SELECT sum(len)::int FROM (
        SELECT len, bool_and(lower_on < naive + before_it) OVER (ORDER BY lower_on) AS counts
        FROM (
            SELECT upper(one) - lower(one) AS len, lower(one) AS lower_on,
                   (p.start_on + make_interval(months => p.{months}))::date AS naive,
                   (coalesce(sum(upper(one) - lower(one)) OVER (ORDER BY lower(one) ROWS BETWEEN UNBOUNDED PRECEDING
                             AND 1 PRECEDING), 0))::int AS before_it
            FROM unnest(p.pauses) one
        ) pause
    ) counted WHERE counts
), 0) END"""
"""Days by which what stopped the clock moves its end: a pause counts when it begins before the end moved so far."""

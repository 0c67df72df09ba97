"""The bare SQL that answers the question of `count_targets`, written by hand.

It shares no code with the product and takes the days as they are in the benchmark: the
day asked for lies inside every period.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

REASONS = {
    1: "not_closed",
    2: "not_completed",
    3: "not_enrolled",
    4: "audience",
    5: "period",
    6: "not_professional",
    7: "facilitator",
    8: "cancelled",
}

STANDING = """
    CASE
        WHEN t.status = 'cancelled' THEN 8
        WHEN EXISTS (
            SELECT 1 FROM lms_delivery_facilitator f
            JOIN trainers_pool_trainer r ON r.id = f.trainer_id
            WHERE f.training_id = e.training_id
              AND r.professional_id = e.professional_id
        ) THEN 7
        WHEN NOT p.counts_as_professional THEN 6
        WHEN {outside} THEN 4
        WHEN e.status NOT IN ('enrolled', 'no_show', 'completed', 'not_completed') THEN 3
        WHEN t.status <> 'closed' THEN 1
        WHEN c.id IS NULL OR NOT c.is_completed THEN 2
        WHEN c.completed_on BETWEEN {start} AND %(on)s THEN 0
        ELSE 5
    END
"""

ENROLMENTS = """
    lms_delivery_enrolment e
    JOIN lms_delivery_training t ON t.id = e.training_id
    JOIN lms_delivery_training_actions a ON a.training_id = t.id
    JOIN lms_targets_indicatorlink l ON l.action_id = a.action_id
    JOIN lms_targets_indicator i ON i.id = l.indicator_id
    LEFT JOIN trainers_pool_profession p ON p.id = e.profession_id
    LEFT JOIN lms_assessment_completion c ON c.enrolment_id = e.id
"""

IN_SCOPE = "l.status = 'accepted' AND NOT i.is_out_of_scope"

START = """
    CASE WHEN i.kind IN ('people_trained_per_year', 'sessions_per_year')
         THEN %(year)s ELSE i.counted_from END
"""

OUTSIDE = """
    i.audience_restricts AND NOT EXISTS (
        SELECT 1 FROM lms_targets_indicator_audience x
        WHERE x.indicator_id = i.id AND x.profession_id = e.profession_id
          AND p.is_confirmed
    )
"""

PEOPLE = f"""
    WITH line AS MATERIALIZED (
        SELECT i.id AS indicator, e.professional_id AS person, e.id AS enrolment,
               {STANDING.format(outside=OUTSIDE, start=START)} AS standing
        FROM {ENROLMENTS}
        WHERE {IN_SCOPE}
    )
    SELECT indicator, nearest, COUNT(*), SUM(entries)
    FROM (
        SELECT indicator, person, MIN(standing) AS nearest,
               COUNT(DISTINCT CASE WHEN standing = 0 THEN enrolment END) AS entries
        FROM line
        GROUP BY indicator, person
    ) AS person
    GROUP BY indicator, nearest
"""  # noqa: S608 -- constants of this file

REVIEW = f"""
    SELECT i.id, COUNT(DISTINCT r.identity_key)
    FROM lms_delivery_sheetrow r
    JOIN lms_delivery_sheetimport s ON s.id = r.sheet_import_id
    JOIN lms_delivery_training t ON t.id = s.training_id
    JOIN lms_delivery_training_actions a ON a.training_id = t.id
    JOIN lms_targets_indicatorlink l ON l.action_id = a.action_id
    JOIN lms_targets_indicator i ON i.id = l.indicator_id
    WHERE r.outcome = 'review' AND r.decided_at IS NULL AND t.status <> 'cancelled'
      AND {IN_SCOPE}
    GROUP BY i.id
"""  # noqa: S608 -- constants of this file

TRAININGS = f"""
    SELECT i.id, COUNT(DISTINCT t.id)
    FROM lms_delivery_training t
    JOIN lms_delivery_training_actions a ON a.training_id = t.id
    JOIN lms_targets_indicatorlink l ON l.action_id = a.action_id
    JOIN lms_targets_indicator i ON i.id = l.indicator_id
    WHERE t.status = 'closed' AND t.end_date BETWEEN {START} AND %(on)s AND {IN_SCOPE}
    GROUP BY i.id
"""  # noqa: S608 -- constants of this file

HEADCOUNTS = f"""
    SELECT i.id, SUM(h.people)
    FROM lms_delivery_headcount h
    JOIN lms_targets_indicatorlink l ON l.action_id = h.action_id
    JOIN lms_targets_indicator i ON i.id = l.indicator_id
    WHERE h.date BETWEEN {START} AND %(on)s AND {IN_SCOPE}
    GROUP BY i.id
"""  # noqa: S608 -- constants of this file

STAFF = """
    SELECT n.indicator_id, SUM(n.people)
    FROM lms_targets_staffnumber n
    JOIN (
        SELECT indicator_id, institution_id, MAX(as_of) AS as_of
        FROM lms_targets_staffnumber WHERE as_of <= %(on)s
        GROUP BY indicator_id, institution_id
    ) newest ON newest.indicator_id = n.indicator_id
        AND newest.institution_id = n.institution_id AND newest.as_of = n.as_of
    GROUP BY n.indicator_id
"""

STAFF_TRAINED = f"""
    SELECT indicator, COUNT(DISTINCT person)
    FROM (
        SELECT i.id AS indicator, e.professional_id AS person,
               {STANDING.format(outside=OUTSIDE, start=START)} AS standing
        FROM {ENROLMENTS}
        WHERE {IN_SCOPE} AND i.kind = 'share_of_staff'
    ) AS line
    WHERE standing = 0 AND EXISTS (
        SELECT 1 FROM trainers_pool_affiliation w
        JOIN lms_targets_staffnumber n ON n.institution_id = w.institution_id
        WHERE w.professional_id = person AND n.indicator_id = indicator
          AND n.as_of <= %(on)s
          AND (w.start_date IS NULL OR w.start_date <= %(on)s)
          AND (w.end_date IS NULL OR w.end_date >= %(on)s)
    )
    GROUP BY indicator
"""  # noqa: S608 -- constants of this file

TARGET_OUTSIDE = """
    NOT EXISTS (
        SELECT 1 FROM lms_targets_target_audience x
        WHERE x.target_id = g.id AND x.profession_id = e.profession_id
          AND p.is_confirmed
    )
"""

TARGET_PEOPLE = f"""
    WITH line AS MATERIALIZED (
        SELECT i.id AS indicator, e.professional_id AS person, e.id AS enrolment,
               {STANDING.format(outside=OUTSIDE, start=START)} AS standing
        FROM {ENROLMENTS}
        WHERE {IN_SCOPE}
    )
    SELECT target, COUNT(DISTINCT person)
    FROM (
        SELECT g.id AS target, e.professional_id AS person,
               {STANDING.format(outside=TARGET_OUTSIDE, start="i.counted_from")}
                   AS standing
        FROM {ENROLMENTS}
        JOIN lms_targets_target g ON g.indicator_id = i.id
        WHERE {IN_SCOPE} AND g.kind = 'people_trained'
          AND EXISTS (
              SELECT 1 FROM lms_targets_target_audience x WHERE x.target_id = g.id
          )
    ) AS line
    WHERE standing = 0
    GROUP BY target
"""  # noqa: S608 -- constants of this file

TARGET_TRAININGS = f"""
    SELECT g.id, COUNT(DISTINCT t.id)
    FROM lms_delivery_training t
    JOIN lms_delivery_training_actions a ON a.training_id = t.id
    JOIN lms_targets_indicatorlink l ON l.action_id = a.action_id
    JOIN lms_targets_indicator i ON i.id = l.indicator_id
    JOIN lms_targets_target g ON g.indicator_id = i.id
    WHERE t.status = 'closed' AND t.end_date BETWEEN %(year)s AND %(on)s AND {IN_SCOPE}
      AND g.kind = 'sessions_per_year' AND i.kind = 'sessions_held'
    GROUP BY g.id
"""  # noqa: S608 -- constants of this file

INDICATORS = """
    SELECT i.id, a.code, i.kind FROM lms_targets_indicator i
    JOIN lms_delivery_action a ON a.id = i.action_id
    WHERE NOT i.is_out_of_scope
"""

TARGETS = """
    SELECT id, indicator_id, kind FROM lms_targets_target ORDER BY "order", id
"""


def bare_count(*, on: date) -> dict[str, tuple]:
    """By code: people, participations, trainings, headcount, share, others, targets."""
    asked = {"on": on, "year": date(on.year, 1, 1)}
    people, entries, others = defaultdict(int), defaultdict(int), defaultdict(dict)
    for indicator, standing, heads, participations in rows(PEOPLE, asked):
        if standing == 0:
            people[indicator], entries[indicator] = heads, int(participations)
        else:
            others[indicator][REASONS[standing]] = heads
    for indicator, waiting in rows(REVIEW, asked):
        others[indicator]["review"] = waiting
    trainings = defaultdict(int, rows(TRAININGS, asked))
    headcounts = defaultdict(int, rows(HEADCOUNTS, asked))
    staff, trained = dict(rows(STAFF, asked)), dict(rows(STAFF_TRAINED, asked))
    own = dict(rows(TARGET_PEOPLE, asked)) | dict(rows(TARGET_TRAININGS, asked))
    targets = defaultdict(list)
    for target, indicator, kind in rows(TARGETS, {}):
        targets[indicator].append((target, kind))
    answer = {}
    for indicator, code, main_kind in rows(INDICATORS, {}):
        share = (
            (trained.get(indicator, 0), staff[indicator])
            if indicator in staff
            else None
        )
        reached = []
        for target, kind in targets[indicator]:
            if kind == "share_of_staff":
                reached.append(share and round(100 * share[0] / share[1], 1))
            elif kind != main_kind:
                reached.append(own.get(target, 0))
            elif kind.startswith("sessions"):
                reached.append(trainings[indicator])
            else:
                reached.append(people[indicator])
        answer[code] = (
            people[indicator],
            entries[indicator],
            trainings[indicator],
            headcounts[indicator],
            share,
            others[indicator],
            reached,
        )
    return answer


def rows(sql: str, asked: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()

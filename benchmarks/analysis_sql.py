"""The bare SQL of the item analysis and of the knowledge indicator, written by hand.

One statement each, and no code shared with the product.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

ITEMS = """
    SELECT q.version_id,
           COUNT(*),
           AVG(a.points * 100.0 / 1000),
           SUM(a.points * 1.0),
           SUM((t.points - a.points) * 1.0),
           SUM(a.points * 1.0 * a.points),
           SUM((t.points - a.points) * 1.0 * (t.points - a.points)),
           SUM(a.points * 1.0 * (t.points - a.points)),
           SUM(CASE WHEN t.language = 'sq' THEN 1 ELSE 0 END),
           AVG(CASE WHEN t.language = 'sq' THEN a.points * 100.0 / 1000 END),
           SUM(CASE WHEN t.language = 'sr-latn' THEN 1 ELSE 0 END),
           AVG(CASE WHEN t.language = 'sr-latn' THEN a.points * 100.0 / 1000 END),
           SUM(CASE WHEN t.language = 'en' THEN 1 ELSE 0 END),
           AVG(CASE WHEN t.language = 'en' THEN a.points * 100.0 / 1000 END)
    FROM lms_assessment_answer a
    JOIN lms_assessment_formquestion q ON q.id = a.form_question_id
    JOIN lms_assessment_attempt t ON t.id = a.attempt_id
    WHERE a.points IS NOT NULL
    GROUP BY q.version_id
"""

KNOWLEDGE = """
    SELECT k.topic_id, e.profession_id,
           {year}, CASE WHEN {month} <= 6 THEN 1 ELSE 2 END,
           s.stage,
           COUNT(DISTINCT e.professional_id),
           COUNT(*),
           SUM(CASE WHEN a.points = 1000 THEN 1 ELSE 0 END)
    FROM lms_assessment_answer a
    JOIN lms_assessment_formquestion q ON q.id = a.form_question_id
    JOIN lms_assessment_questionversion v ON v.id = q.version_id
    JOIN lms_assessment_question_topics k ON k.question_id = v.question_id
    JOIN lms_assessment_attempt t ON t.id = a.attempt_id
    JOIN lms_assessment_sitting s ON s.id = t.sitting_id
    JOIN lms_delivery_enrolment e ON e.id = t.enrolment_id
    WHERE a.points IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5
"""

#: By database. All moments of the benchmark are at noon, the same day everywhere.
YEAR = {
    "sqlite": "CAST(strftime('%%Y', t.handed_in_at) AS INTEGER)",
    "postgresql": "EXTRACT(YEAR FROM t.handed_in_at)::integer",
}
MONTH = {
    "sqlite": "CAST(strftime('%%m', t.handed_in_at) AS INTEGER)",
    "postgresql": "EXTRACT(MONTH FROM t.handed_in_at)",
}


def bare_items() -> list[tuple[Any, ...]]:
    return rows(ITEMS)


def bare_knowledge() -> list[tuple[Any, ...]]:
    vendor = connection.vendor
    return rows(KNOWLEDGE.format(year=YEAR[vendor], month=MONTH[vendor]))


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {})
        return cursor.fetchall()

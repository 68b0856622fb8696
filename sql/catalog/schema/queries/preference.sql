-- The place of the assessment "a" by its assessor: those of set_assessors() in their
-- order, and all others after them.
coalesce(pg_catalog.array_position((SELECT c.assessor_keys FROM @catalog@.catalog c WHERE c.only_row), a.assessor_key), 2147483647)

-- The probability that a rating is one step off, as set in the catalog.
coalesce((SELECT c.doubt FROM @catalog@.catalog c WHERE c.only_row), 0.2)

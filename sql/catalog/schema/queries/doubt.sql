-- The probability that a rating is one step off, as the catalog has it.
coalesce((SELECT c.doubt FROM @catalog@.catalog c WHERE c.only_row), 0.2)

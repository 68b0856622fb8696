-- Readers of views need it to query ranks. It reads nothing else, so that counting only
-- reads the index.
CREATE OR REPLACE VIEW @catalog@.current_score AS
SELECT s.role_id, s.score FROM @catalog@.role_score s WHERE s.score IS NOT NULL;
COMMENT ON VIEW @catalog@.current_score IS 'scores of roles and nothing else: quick to count and to join';

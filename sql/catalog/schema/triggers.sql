-- The triggers of a catalog: role_score follows the tables that it is computed from, and
-- the shares of an occupation sum to at most 1. PostgreSQL runs triggers in the order of
-- their names: verify_row should be last, after those that change a row.

CREATE OR REPLACE TRIGGER rescore_on_insert AFTER INSERT ON @catalog@.role
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_role_changed();
CREATE OR REPLACE TRIGGER rescore_on_insert AFTER INSERT ON @catalog@.assessment
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_assessment_changed();
CREATE OR REPLACE TRIGGER rescore_on_update AFTER UPDATE ON @catalog@.assessment
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_assessment_changed();
CREATE OR REPLACE TRIGGER rescore_on_delete AFTER DELETE ON @catalog@.assessment
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_assessment_changed();
CREATE OR REPLACE TRIGGER rescore_on_truncate AFTER TRUNCATE ON @catalog@.assessment
	FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_assessment_changed();
CREATE OR REPLACE TRIGGER rescore_on_insert AFTER INSERT ON @catalog@.task
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_task_changed();
CREATE OR REPLACE TRIGGER rescore_on_update AFTER UPDATE ON @catalog@.task
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_task_changed();
CREATE OR REPLACE TRIGGER rescore_on_delete AFTER DELETE ON @catalog@.task
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_task_changed();
CREATE OR REPLACE TRIGGER rescore_on_truncate AFTER TRUNCATE ON @catalog@.task
	FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_task_changed();
CREATE OR REPLACE TRIGGER rescore_on_insert AFTER INSERT ON @catalog@.catalog
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_method_changed();
CREATE OR REPLACE TRIGGER rescore_on_update AFTER UPDATE ON @catalog@.catalog
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_method_changed();
CREATE OR REPLACE TRIGGER rescore_on_delete AFTER DELETE ON @catalog@.catalog
	REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_method_changed();
CREATE OR REPLACE TRIGGER rescore_on_truncate AFTER TRUNCATE ON @catalog@.catalog
	FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_method_changed();
CREATE OR REPLACE TRIGGER check_shares_on_insert AFTER INSERT ON @catalog@.role_soc
	REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_shares_changed();
CREATE OR REPLACE TRIGGER check_shares_on_update AFTER UPDATE ON @catalog@.role_soc
	REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION @extschema@._catalog_shares_changed();
CREATE OR REPLACE TRIGGER lock_before_delete BEFORE DELETE ON @catalog@.role
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_role_leaves();
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.catalog
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('catalog');
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.role
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('role');
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.role_soc
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('role_soc');
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.assessment
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('assessment');
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.task
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('task');
CREATE OR REPLACE TRIGGER verify_row BEFORE INSERT OR UPDATE ON @catalog@.next_role
	FOR EACH ROW EXECUTE FUNCTION @extschema@._catalog_verify_row('next_role');

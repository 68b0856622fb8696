-- Complain if the script is sourced in psql, rather than by CREATE or ALTER EXTENSION.
\echo Use "CREATE EXTENSION aijri" or "ALTER EXTENSION aijri UPDATE" to load this file. \quit

-- ---------------------------------------------------------------------------
-- The catalogue: role tables and scored views that belong to the user
--
-- aijri_create_catalog() makes them in a schema of the user's.  What the
-- catalogue offers as functions (import_document() and so on) are doors there
-- with SQL-standard bodies, which name their tables to the functions here that
-- do the work: both follow when a schema is renamed or the extension moves.
-- ---------------------------------------------------------------------------

-- Published files of labor data in :folder, as text, into temporary tables:
-- employment (OEWS), task labels and observed exposure.
CREATE TEMP TABLE oews_2021 (
	"AREA" text, "AREA_TITLE" text, "AREA_TYPE" text, "PRIM_STATE" text, "NAICS" text, "NAICS_TITLE" text, "I_GROUP" text, "OWN_CODE" text,
	"OCC_CODE" text, "OCC_TITLE" text, "O_GROUP" text, "TOT_EMP" text, "EMP_PRSE" text, "JOBS_1000" text, "LOC_QUOTIENT" text,
	"PCT_TOTAL" text, "PCT_RPT" text, "H_MEAN" text, "A_MEAN" text, "MEAN_PRSE" text, "H_PCT10" text, "H_PCT25" text, "H_MEDIAN" text,
	"H_PCT75" text, "H_PCT90" text, "A_PCT10" text, "A_PCT25" text, "A_MEDIAN" text, "A_PCT75" text, "A_PCT90" text, "ANNUAL" text, "HOURLY" text
);
CREATE TEMP TABLE oews_2024 (LIKE oews_2021);
CREATE TEMP TABLE task_label (
	row text, "O*NET-SOC Code" text, "Task ID" text, "Task" text, "Task Type" text, "Title" text, human_exposure_agg text, gpt4_exposure text,
	gpt4_exposure_alt_rubric text, gpt_3_relevant text, gpt4_automation text, alpha text, beta text, gamma text, automation text, human_labels text
);
CREATE TEMP TABLE observed (occ_code text, observed_exposure text);
\set file :folder '/oews_national_2021.csv'
COPY oews_2021 FROM :'file' (FORMAT csv, HEADER);
\set file :folder '/oews_national_2024.csv'
COPY oews_2024 FROM :'file' (FORMAT csv, HEADER);
\set file :folder '/onet_task_labels.tsv'
COPY task_label FROM :'file' (FORMAT csv, DELIMITER E'\t', HEADER);
\set file :folder '/observed_exposure.csv'
COPY observed FROM :'file' (FORMAT csv, HEADER);

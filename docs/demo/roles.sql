-- roles.sql
--	  Twelve roles, rated for the demonstration, that between them reach every
--	  sub-label.  The ratings are illustrations, not published assessments.

CREATE TABLE role (
	title      text PRIMARY KEY,
	evidence   aijri_evidence NOT NULL,
	barriers   aijri_barriers NOT NULL,
	growth     aijri_growth_rating NOT NULL,
	principles aijri_principles NOT NULL
);

CREATE TABLE task (
	title    text NOT NULL REFERENCES role,
	position integer NOT NULL,
	name     text NOT NULL,
	time_pct aijri_task_time NOT NULL,
	score    aijri_task_score,
	mode     aijri_mode,
	PRIMARY KEY (title, position)
);

INSERT INTO role VALUES
	('AI Data Trainer',         aijri_evidence(-1, -2, -2, -2, -1), aijri_barriers(0, 0, 0, 0, 0), -2, aijri_principles(0, 0, 0)),
	('AI Security Engineer',    aijri_evidence(2, 1, 2, 0, 2),      aijri_barriers(0, 0, 0, 1, 1),  2, aijri_principles(0, 1, 3)),
	('Copywriter',              aijri_evidence(-2, -1, -1, -2, -1), aijri_barriers(0, 0, 0, 0, 1), -1, aijri_principles(0, 1, 1)),
	('Data Entry Clerk',        aijri_evidence(-2, -2, -1, -2, -2), aijri_barriers(0, 0, 0, 0, 0), -2, aijri_principles(0, 0, 0)),
	('Drone Traffic Manager',   aijri_evidence(1, 1, 0, 0, 0),      aijri_barriers(2, 0, 0, 2, 1),  1, aijri_principles(0, 1, 2)),
	('Electrician',             aijri_evidence(1, 1, 1, 1, 1),      aijri_barriers(2, 2, 1, 1, 0),  1, aijri_principles(3, 1, 1)),
	('Loan Officer',            aijri_evidence(-1, -1, 0, -1, 0),   aijri_barriers(1, 0, 0, 1, 1),  0, aijri_principles(0, 2, 1)),
	('Paralegal',               aijri_evidence(0, -1, 0, -1, 0),    aijri_barriers(1, 0, 0, 1, 1),  0, aijri_principles(0, 1, 1)),
	('Primary School Teacher',  aijri_evidence(1, 0, 0, 0, 1),      aijri_barriers(2, 1, 2, 2, 2),  0, aijri_principles(1, 3, 2)),
	('Registered Nurse',        aijri_evidence(2, 1, 1, 0, 1),      aijri_barriers(2, 2, 1, 2, 1),  0, aijri_principles(3, 3, 2)),
	('Tax Preparer',            aijri_evidence(-1, -1, -1, -2, -1), aijri_barriers(1, 0, 0, 1, 0), -1, aijri_principles(0, 1, 1)),
	('Wedding Photographer',    aijri_evidence(0, 0, 0, -1, 0),     aijri_barriers(0, 1, 0, 0, 1),  0, aijri_principles(2, 2, 1));

INSERT INTO task VALUES
	('AI Data Trainer', 1, 'Label images, text and audio',              30, 5, 'displacement'),
	('AI Data Trainer', 2, 'Rank and compare model answers',            25, 4, 'displacement'),
	('AI Data Trainer', 3, 'Check the quality of labelled sets',        15, 4, 'displacement'),
	('AI Data Trainer', 4, 'Apply the annotation rules',                10, 5, 'displacement'),
	('AI Data Trainer', 5, 'Find and pass on odd cases',                10, 3, 'augmentation'),
	('AI Data Trainer', 6, 'Propose changes of the rules',               5, 2, 'augmentation'),
	('AI Data Trainer', 7, 'Calibrate with other teams',                 5, 2, 'augmentation'),

	('AI Security Engineer', 1, 'Attack models to find weaknesses',     30, 2, 'augmentation'),
	('AI Security Engineer', 2, 'Design defences of AI systems',        25, 2, 'augmentation'),
	('AI Security Engineer', 3, 'Write and run test suites',            20, 4, 'augmentation'),
	('AI Security Engineer', 4, 'Advise product teams',                 15, 1, 'not involved'),
	('AI Security Engineer', 5, 'Report incidents',                     10, 4, 'displacement'),

	('Copywriter', 1, 'Draft product and web texts',                    45, 5, 'displacement'),
	('Copywriter', 2, 'Vary texts for tests and channels',              20, 5, 'displacement'),
	('Copywriter', 3, 'Find the idea of a campaign',                    20, 3, 'augmentation'),
	('Copywriter', 4, 'Agree briefs with clients',                      15, 2, 'augmentation'),

	('Data Entry Clerk', 1, 'Key forms into the system',                60, 5, 'displacement'),
	('Data Entry Clerk', 2, 'Compare entries with the source',          25, 5, 'displacement'),
	('Data Entry Clerk', 3, 'Ask about illegible entries',              15, 3, 'augmentation'),

	('Drone Traffic Manager', 1, 'Watch flights and settle conflicts',  60, 3, 'augmentation'),
	('Drone Traffic Manager', 2, 'Authorise unusual flights',           40, NULL, NULL),

	('Electrician', 1, 'Install and wire on site',                      50, 1, 'not involved'),
	('Electrician', 2, 'Find faults',                                   25, 2, 'augmentation'),
	('Electrician', 3, 'Explain work to customers',                     10, 1, 'not involved'),
	('Electrician', 4, 'Plan, order and document',                      15, 4, 'augmentation'),

	('Loan Officer', 1, 'Check applications against rules',             35, 5, 'displacement'),
	('Loan Officer', 2, 'Advise and negotiate with applicants',         40, 2, 'augmentation'),
	('Loan Officer', 3, 'Decide borderline cases',                      25, 2, 'augmentation'),

	('Paralegal', 1, 'Search files and precedents',                     30, 4, 'displacement'),
	('Paralegal', 2, 'Draft standard documents',                        25, 4, 'displacement'),
	('Paralegal', 3, 'Prepare witnesses and hearings',                  25, 1, 'not involved'),
	('Paralegal', 4, 'Keep deadlines with courts',                      20, 2, 'augmentation'),

	('Primary School Teacher', 1, 'Teach the class',                    50, 1, 'augmentation'),
	('Primary School Teacher', 2, 'Look after single children',         20, 1, 'not involved'),
	('Primary School Teacher', 3, 'Prepare lessons',                    20, 3, 'augmentation'),
	('Primary School Teacher', 4, 'Mark and report',                    10, 4, 'augmentation'),

	('Registered Nurse', 1, 'Care for patients at the bed',             40, 1, 'not involved'),
	('Registered Nurse', 2, 'Judge changes and act on them',            25, 2, 'augmentation'),
	('Registered Nurse', 3, 'Talk with patients and families',          15, 1, 'not involved'),
	('Registered Nurse', 4, 'Document care',                            20, 4, 'augmentation'),

	('Tax Preparer', 1, 'Enter figures and fill returns',               45, 5, 'displacement'),
	('Tax Preparer', 2, 'Check returns against the law',                30, 4, 'displacement'),
	('Tax Preparer', 3, 'Advise clients',                               25, 2, 'augmentation'),

	('Wedding Photographer', 1, 'Photograph the day',                   50, 1, 'not involved'),
	('Wedding Photographer', 2, 'Select and retouch',                   30, 4, 'displacement'),
	('Wedding Photographer', 3, 'Plan with couples',                    20, 2, 'augmentation');

/*
 * soc_test.c
 *	  kernel/soc: text form, levels, parents and ranges of occupation codes, for
 *	  every number of six digits; kernel/soc_density: shares between 0 and 1.
 */
#include <math.h>
#include <string.h>

#include "kernel/soc_density.h"
#include "kernel/soc_structure.h"
#include "tap.h"

/* ---- another way to the same: by the characters of NN-NNNN ---- */

/* Whether a code is in one of the minor groups of four digits. */
static bool
has_long_minor(const char *text)
{
	return strncmp(text, "15-12", 5) == 0 || strncmp(text, "31-11", 5) == 0 ||
		   strncmp(text, "51-51", 5) == 0;
}

/* The characters of a code that name its group of a level. */
static int
prefix(const char *text, SocLevel level)
{
	switch (level)
	{
		case SOC_TOTAL:
			return 0;
		case SOC_MAJOR:
			return 2;
		case SOC_MINOR:
			return has_long_minor(text) ? 5 : 4;
		case SOC_BROAD:
			return 6;
		default:
			return 7;
	}
}

/* Whether from a character up to another there are only zeros and hyphens. */
static bool
all_zero(const char *text, int from, int to)
{
	for (int i = from; i < to; i++)
	{
		if (text[i] != '0' && text[i] != '-')
			return false;
	}
	return true;
}

/* Whether a code is in the second ten of a broad group that has twenty. */
static bool
is_in_second_ten(const char *text)
{
	return strncmp(text, "29-122", 6) == 0;
}

static bool
right_code(const char *text)
{
	if (strcmp(text, "29-1220") == 0)
		return false;
	for (SocLevel level = SOC_MAJOR; level <= SOC_DETAILED; level++)
	{
		int from = prefix(text, level - 1);
		int to = prefix(text, level);

		if (all_zero(text, from, to) && !all_zero(text, to, 7))
			return false;
	}
	return true;
}

static SocLevel
right_level(const char *text)
{
	SocLevel level = SOC_DETAILED;

	while (level > SOC_TOTAL &&
		   all_zero(text, prefix(text, level - 1), prefix(text, level)))
		level--;
	return level;
}

/* ---- every number of six digits ---- */

static void
test_all_codes(void)
{
	Tally	accepted = {0};
	Tally	printed = {0};
	Tally	levels = {0};
	Tally	parents = {0};
	Tally	ranges = {0};
	SocCode before = -1;

	for (int number = 0; number < 1000000; number++)
	{
		char	 text[16];
		char	 again[SOC_TEXT_SIZE];
		SocCode	 code = -1;
		SocLevel level;

		snprintf(text, sizeof text, "%02d-%04d", number / 10000, number % 10000);
		check(&accepted, (soc_parse(text, 7, &code) == SOC_RIGHT) == right_code(text),
			  "%s", text);
		if (code < 0)
		{
			check(&accepted, !soc_is_code((int64_t) number * 100), "number of %s", text);
			continue;
		}

		check(&printed, soc_format(code, again) == 7 && strcmp(text, again) == 0, "%s",
			  text);
		level = soc_level_of(code);
		check(&levels, level == right_level(text), "%s", text);
		check(&ranges, code > before && soc_is_code(soc_last_of(code)), "%s", text);
		before = code;
		for (SocLevel coarser = SOC_TOTAL; coarser <= level; coarser++)
		{
			SocCode ancestor = soc_ancestor(code, coarser);

			soc_format(ancestor, again);
			if (coarser == SOC_BROAD && is_in_second_ten(text))
			{
				check(&parents, strcmp(again, "29-1210") == 0, "%s is in %s", text,
					  again);
				again[5] = '2';
			}
			check(&parents,
				  soc_level_of(ancestor) == coarser &&
					  strncmp(text, again, (size_t) prefix(text, coarser)) == 0 &&
					  all_zero(again, prefix(text, coarser), 7),
				  "%s at level %d: %s", text, coarser, again);
			check(&ranges,
				  soc_holds(ancestor, code) &&
					  soc_last_of(ancestor) >= soc_last_of(code) &&
					  (coarser == level || !soc_holds(code, ancestor)),
				  "%s in %s", text, again);
		}
	}
	all_ok(&accepted, "codes are told from other numbers");
	all_ok(&printed, "a code is printed as it was read");
	all_ok(&levels, "the level follows the digits");
	all_ok(&parents, "groups share the digits and end in zeros");
	all_ok(&ranges, "groups are ranges that hold their members");
}

/* ---- text ---- */

static SocFault
fault_of(const char *text)
{
	SocCode code;

	return soc_parse(text, strlen(text), &code);
}

static SocCode
code_of(const char *text)
{
	SocCode code = -1;

	(void) soc_parse(text, strlen(text), &code);
	return code;
}

static void
test_text(void)
{
	static const struct
	{
		const char *text;
		SocFault	fault;
	} cases[] = {{"", SOC_WRONG_LENGTH},
				 {" \t\n", SOC_WRONG_LENGTH},
				 {"1", SOC_WRONG_LENGTH},
				 {"15125", SOC_WRONG_LENGTH},
				 {"15-125", SOC_WRONG_LENGTH},
				 {"1512520", SOC_WRONG_CHARACTER},
				 {"15125200", SOC_WRONG_LENGTH},
				 {"151252.00", SOC_WRONG_LENGTH},
				 {"15-1252.0", SOC_WRONG_LENGTH},
				 {"15-1252.000", SOC_WRONG_LENGTH},
				 {"15-125X", SOC_WRONG_CHARACTER},
				 {"15-1252,00", SOC_WRONG_CHARACTER},
				 {"15 1252", SOC_WRONG_CHARACTER},
				 {"-15125", SOC_WRONG_CHARACTER},
				 {"+15-125", SOC_WRONG_CHARACTER},
				 {"15--252", SOC_WRONG_CHARACTER},
				 {"15-1252.0x", SOC_WRONG_CHARACTER},
				 {"15-0001", SOC_WRONG_ORDER},
				 {"15-0100", SOC_WRONG_ORDER},
				 {"15-1001", SOC_WRONG_ORDER},
				 {"15-1201", SOC_WRONG_ORDER},
				 {"00-1000", SOC_WRONG_ORDER},
				 {"000001", SOC_WRONG_ORDER},
				 {"15-1250.01", SOC_WRONG_ORDER},
				 {"00-0000.01", SOC_WRONG_ORDER},
				 {"29-1220", SOC_NO_GROUP},
				 {"291220", SOC_NO_GROUP},
				 {"29-1220.01", SOC_WRONG_ORDER},
				 {"29-1229.99", SOC_RIGHT},
				 {"15-1252", SOC_RIGHT},
				 {"  15-1252.01\n", SOC_RIGHT},
				 {"00-0000.00", SOC_RIGHT},
				 {"99-9999.99", SOC_RIGHT}};
	Tally tally = {0};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(&tally, fault_of(cases[i].text) == cases[i].fault, "\"%s\"", cases[i].text);
	all_ok(&tally, "what is wrong with a text");

	ok(code_of("15-1252") == 15125200 && code_of("151252") == 15125200 &&
		   code_of("15-1252.00") == 15125200 && code_of("15-1252.01") == 15125201,
	   "three forms of a code, and a finer one");
	ok(soc_parse("15-1252", 0, &(SocCode){0}) == SOC_WRONG_LENGTH &&
		   soc_parse("15\0-1252", 8, &(SocCode){0}) == SOC_WRONG_LENGTH &&
		   soc_parse("15-12\0002", 7, &(SocCode){0}) == SOC_WRONG_CHARACTER,
	   "length counts, not a zero byte");
	ok(!soc_is_code(-1) && !soc_is_code(INT64_MIN) && !soc_is_code(INT64_MAX) &&
		   !soc_is_code(100000000) && !soc_is_code(4294967296 + 15125200) &&
		   soc_is_code(0) && soc_is_code(99999999),
	   "numbers out of range");
	ok(soc_ancestor(code_of("29-1229.01"), SOC_BROAD) == code_of("29-1210") &&
		   soc_last_of(code_of("29-1210")) == code_of("29-1229.99") &&
		   soc_holds(code_of("29-1210"), code_of("29-1211")) &&
		   !soc_holds(code_of("29-1210"), code_of("29-1241")),
	   "physicians are one broad group");
}

/* ---- structure ---- */

static void
test_structure(void)
{
	Tally levels = {0};
	Tally parents = {0};
	Tally pairs = {0};
	int	  count[SOC_LEVELS] = {0};
	int	  combined = 0;

	for (SocCode code = 0; code < 100000000; code += 100)
	{
		SocLevel level = soc_is_code(code) ? soc_level_of(code) : SOC_ONET;

		combined += soc_edition_of(code) == EDITION_OEWS;
		if (soc_edition_of(code) != EDITION_SOC_2018)
			continue;
		check(&levels, level < SOC_ONET, "%d", code);
		count[level]++;
		if (level > SOC_TOTAL)
			check(&parents,
				  soc_edition_of(soc_ancestor(code, level - 1)) == EDITION_SOC_2018,
				  "parent of %d", code);
	}
	all_ok(&levels, "what the SOC 2018 has are codes");
	all_ok(&parents, "and so are the groups that they are in");
	ok(count[SOC_MAJOR] == 23 && count[SOC_MINOR] == 98 && count[SOC_BROAD] == 459 &&
		   count[SOC_DETAILED] == 867 && combined == 5,
	   "there are as many of each level as published");

	for (int i = 0; i < SOC_2010_PAIRS; i++)
	{
		SocPair pair = SOC_2010_TO_2018[i];

		check(&pairs,
			  soc_edition_of(pair.soc_2018 * 100) == EDITION_SOC_2018 &&
				  soc_level_of(pair.soc_2018 * 100) == SOC_DETAILED &&
				  soc_edition_of(pair.soc_2010 * 100 + 1) <= EDITION_SOC_2010 &&
				  (i == 0 || pair.soc_2010 > SOC_2010_TO_2018[i - 1].soc_2010 ||
				   (pair.soc_2010 == SOC_2010_TO_2018[i - 1].soc_2010 &&
					pair.soc_2018 > SOC_2010_TO_2018[i - 1].soc_2018)),
			  "%d to %d", pair.soc_2010, pair.soc_2018);
	}
	all_ok(&pairs, "the crosswalk is in order and leads to occupations of the SOC 2018");
	ok(soc_edition_of(15113200) == EDITION_SOC_2010 &&
		   soc_edition_of(99999900) == EDITION_NONE &&
		   soc_edition_of(21101800) == EDITION_OEWS &&
		   soc_edition_of(15125203) == EDITION_SOC_2018 &&
		   soc_edition_of(0) == EDITION_SOC_2018,
	   "a superseded code, an unknown one, a combined one, one of O*NET, the total");
}

static void
test_level_names(void)
{
	Tally	 tally = {0};
	SocLevel level;

	for (int i = 0; i < SOC_LEVELS; i++)
		check(&tally,
			  soc_level_from_name(SOC_LEVEL_NAME[i], strlen(SOC_LEVEL_NAME[i]), &level) &&
				  (int) level == i,
			  "%s", SOC_LEVEL_NAME[i]);
	all_ok(&tally, "levels by name");
	ok(!soc_level_from_name("", 0, &level) && !soc_level_from_name("majo", 4, &level) &&
		   !soc_level_from_name("major ", 6, &level) &&
		   !soc_level_from_name("Major", 5, &level),
	   "other names");
}

/* ---- density ---- */

static int
compare_codes(const void *a, const void *b)
{
	return *(const SocCode *) a - *(const SocCode *) b;
}

/* A random code of any level. */
static SocCode
random_code(void)
{
	for (;;)
	{
		SocCode code = (SocCode) random_below(100000000);

		code = soc_ancestor(code, (SocLevel) random_below(SOC_LEVELS));
		if (soc_is_code(code))
			return code;
	}
}

static void
test_density(void)
{
	Tally  bounded = {0};
	Tally  additive = {0};
	double majors = 0;

	for (SocCode code = 11000000; code <= 55000000; code += 2000000)
		majors += soc_usual_share(code, soc_last_of(code));
	ok(fabs(majors - 1) < 1e-12, "major groups make up everything");

	for (int round = 0; round < 20000; round++)
	{
		SocCode bounds[20];
		int		nbounds = 2 + (int) random_below(19);
		SocCode first = random_code();
		SocCode last = soc_last_of(first);
		bool	groups = random_below(2) == 1;
		double	share;

		for (int i = 0; i < nbounds; i++)
			bounds[i] = random_code();
		qsort(bounds, (size_t) nbounds, sizeof bounds[0], compare_codes);
		share = soc_histogram_share(bounds, nbounds, groups, first, last);
		check(&bounded, share >= 0 && share <= 1, "%d to %d: %g", first, last, share);
		share += soc_histogram_share(bounds, nbounds, groups, 0, first - 1) +
				 soc_histogram_share(bounds, nbounds, groups, last + 1, 99999999);
		check(&additive, fabs(share - 1) < 1e-9, "%d to %d and the rest: %g", first, last,
			  share);
	}
	all_ok(&bounded, "shares lie between 0 and 1");
	all_ok(&additive, "the shares of neighboring ranges add up");
}

int
main(int argc, char **argv)
{
	seed_random(argc, argv);
	test_all_codes();
	test_text();
	test_structure();
	test_level_names();
	test_density();
	return done_testing();
}

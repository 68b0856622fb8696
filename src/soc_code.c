/*
 * soc_code.c
 *	  The type soc_code: input and output, levels, comparison, containment.
 */
#include "compat.h"

#include "catalog/pg_type_d.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/sortsupport.h"

#include "kernel/soc_structure.h"
#include "report.h"
#include "soc_code.h"

/* ---- input and output ---- */

static const char *const FORM_HINT =
	"Codes look like 15-1252, 151252, or, with the O*NET-SOC suffix, 15-1252.01; groups "
	"like 15-1250, 15-1200, and 15-0000; all occupations are 00-0000.";

/* Reads a code; what is wrong with it goes into the context, if that takes errors. */
static Datum
read_code(const char *text, size_t length, Node *context)
{
	SocCode	 code = 0;
	SocFault fault = soc_parse(text, length, &code);

	if (fault != SOC_RIGHT)
		ereturn(context, (Datum) 0, errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
				errmsg("invalid input syntax for type soc_code: \"%s\"",
					   clipped(text, length)),
				errdetail("%s", SOC_FAULT_DETAIL[fault]), errhint("%s", FORM_HINT));
	return SocCodeGetDatum(code);
}

SQL_FUNCTION(soc_code_in);

Datum
soc_code_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);

	return read_code(text, strlen(text), fcinfo->context);
}

SQL_FUNCTION(soc_code_out);

Datum
soc_code_out(PG_FUNCTION_ARGS)
{
	char *text = palloc(SOC_TEXT_SIZE);

	(void) soc_format(PG_GETARG_SOC_CODE(0), text);
	PG_RETURN_CSTRING(text);
}

SQL_FUNCTION(soc_code_recv);

/* The number of eight digits, in four bytes. */
Datum
soc_code_recv(PG_FUNCTION_ARGS)
{
	StringInfo buffer = (StringInfo) PG_GETARG_POINTER(0);
	int32	   number = (int32) pq_getmsgint(buffer, 4);

	if (!soc_is_code(number))
		ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				errmsg("invalid binary soc_code: %d", number),
				errdetail("A code is sent as the number of its eight digits, 15125200 "
						  "for 15-1252."),
				errhint("%s", FORM_HINT));
	PG_RETURN_SOC_CODE(number);
}

SQL_FUNCTION(soc_code_send);

Datum
soc_code_send(PG_FUNCTION_ARGS)
{
	StringInfoData buffer;

	pq_begintypsend(&buffer);
	pq_sendint32(&buffer, PG_GETARG_SOC_CODE(0));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buffer));
}

SQL_FUNCTION(soc_code_from_text);

/* soc_code(text): the cast */
Datum
soc_code_from_text(PG_FUNCTION_ARGS)
{
	text *source = PG_GETARG_TEXT_PP(0);

	return read_code(VARDATA_ANY(source), VARSIZE_ANY_EXHDR(source), NULL);
}

SQL_FUNCTION(soc_try);

/* soc_try(text): NULL where the text is no code. */
Datum
soc_try(PG_FUNCTION_ARGS)
{
	text   *source = PG_GETARG_TEXT_PP(0);
	SocCode code;

	if (soc_parse(VARDATA_ANY(source), VARSIZE_ANY_EXHDR(source), &code) != SOC_RIGHT)
		PG_RETURN_NULL();
	PG_RETURN_SOC_CODE(code);
}

/* ---- levels and ranges ---- */

SQL_FUNCTION(soc_level);

Datum
soc_level(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(
		cstring_to_text(SOC_LEVEL_NAME[soc_level_of(PG_GETARG_SOC_CODE(0))]));
}

SQL_FUNCTION(soc_edition);

/* _soc_edition(code): the newest classification that has it, NULL where none has. */
Datum
soc_edition(PG_FUNCTION_ARGS)
{
	const char *name = SOC_EDITION_NAME[soc_edition_of(PG_GETARG_SOC_CODE(0))];

	if (name == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(name));
}

SQL_FUNCTION(soc_2010_to_2018);

/* _soc_2010_to_2018(): the published crosswalk, as rows. */
Datum
soc_2010_to_2018(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *rows = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	if (rows->setDesc->natts != 2 ||
		TupleDescAttr(rows->setDesc, 0)->atttypid != TEXTOID ||
		TupleDescAttr(rows->setDesc, 1)->atttypid != TEXTOID)
		ereport(ERROR, errcode(ERRCODE_DATATYPE_MISMATCH),
				errmsg("function %s does not return two texts",
					   get_func_name(fcinfo->flinfo->fn_oid)),
				errdetail("It was declared in another way than by the extension."),
				errhint("Create the extension again."));
	for (int i = 0; i < SOC_2010_PAIRS; i++)
	{
		const SocPair *pair = &SOC_2010_TO_2018[i];
		char		   text[SOC_TEXT_SIZE];
		Datum		   values[2];
		bool		   nulls[2] = {false, false};

		(void) soc_format(pair->soc_2010 * 100, text);
		values[0] = CStringGetTextDatum(text);
		(void) soc_format(pair->soc_2018 * 100, text);
		values[1] = CStringGetTextDatum(text);
		tuplestore_putvalues(rows->setResult, rows->setDesc, values, nulls);
	}
	PG_RETURN_NULL();
}

static SocLevel
level_arg(FunctionCallInfo fcinfo, int argno)
{
	text	*name = PG_GETARG_TEXT_PP(argno);
	SocLevel level;

	if (!soc_level_from_name(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &level))
		ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				errmsg("level \"%s\" is unknown",
					   clipped(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name))),
				errdetail("Levels are total, major, minor, broad, detailed, and onet."),
				errhint("soc_level() returns the level of a code."));
	return level;
}

SQL_FUNCTION(soc_parent);

/* soc_parent(code): the group that it is directly in; the total is in none. */
Datum
soc_parent(PG_FUNCTION_ARGS)
{
	SocCode	 code = PG_GETARG_SOC_CODE(0);
	SocLevel level = soc_level_of(code);

	if (level == SOC_TOTAL)
		PG_RETURN_NULL();
	PG_RETURN_SOC_CODE(soc_ancestor(code, level - 1));
}

SQL_FUNCTION(soc_parent_at_level);

/* soc_parent(code, level): the code itself at its own level, NULL below it. */
Datum
soc_parent_at_level(PG_FUNCTION_ARGS)
{
	SocCode	 code = PG_GETARG_SOC_CODE(0);
	SocLevel level = level_arg(fcinfo, 1);

	if (level > soc_level_of(code))
		PG_RETURN_NULL();
	PG_RETURN_SOC_CODE(soc_ancestor(code, level));
}

SQL_FUNCTION(soc_first);

/* soc_first(group): the least code that "<<=" finds in it, which is the group. */
Datum
soc_first(PG_FUNCTION_ARGS)
{
	PG_RETURN_SOC_CODE(PG_GETARG_SOC_CODE(0));
}

SQL_FUNCTION(soc_last);

/* soc_last(group): the greatest one, whether or not such an occupation exists. */
Datum
soc_last(PG_FUNCTION_ARGS)
{
	PG_RETURN_SOC_CODE(soc_last_of(PG_GETARG_SOC_CODE(0)));
}

/* ---- comparison ---- */

#define COMPARISON(name, operator)                                            \
	SQL_FUNCTION(name);                                                       \
	Datum name(PG_FUNCTION_ARGS)                                              \
	{                                                                         \
		PG_RETURN_BOOL(PG_GETARG_SOC_CODE(0) operator PG_GETARG_SOC_CODE(1)); \
	}                                                                         \
	extern int no_such_variable

COMPARISON(soc_code_eq, ==);
COMPARISON(soc_code_ne, !=);
COMPARISON(soc_code_lt, <);
COMPARISON(soc_code_le, <=);
COMPARISON(soc_code_gt, >);
COMPARISON(soc_code_ge, >=);

SQL_FUNCTION(soc_code_cmp);

Datum
soc_code_cmp(PG_FUNCTION_ARGS)
{
	SocCode a = PG_GETARG_SOC_CODE(0);
	SocCode b = PG_GETARG_SOC_CODE(1);

	PG_RETURN_INT32((a > b) - (a < b));
}

SQL_FUNCTION(soc_code_sortsupport);

Datum
soc_code_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport support = (SortSupport) PG_GETARG_POINTER(0);

	support->comparator = ssup_datum_int32_cmp;
	PG_RETURN_VOID();
}

SQL_FUNCTION(soc_code_hash);

Datum
soc_code_hash(PG_FUNCTION_ARGS)
{
	return hash_uint32((uint32) PG_GETARG_SOC_CODE(0));
}

SQL_FUNCTION(soc_code_hash_extended);

Datum
soc_code_hash_extended(PG_FUNCTION_ARGS)
{
	return hash_uint32_extended((uint32) PG_GETARG_SOC_CODE(0),
								(uint64) PG_GETARG_INT64(1));
}

SQL_FUNCTION(soc_code_smaller);

Datum
soc_code_smaller(PG_FUNCTION_ARGS)
{
	PG_RETURN_SOC_CODE(Min(PG_GETARG_SOC_CODE(0), PG_GETARG_SOC_CODE(1)));
}

SQL_FUNCTION(soc_code_larger);

Datum
soc_code_larger(PG_FUNCTION_ARGS)
{
	PG_RETURN_SOC_CODE(Max(PG_GETARG_SOC_CODE(0), PG_GETARG_SOC_CODE(1)));
}

/* ---- containment ---- */

SQL_FUNCTION(soc_within);

/* soc_within(code, group): code <<= group */
Datum
soc_within(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(soc_holds(PG_GETARG_SOC_CODE(1), PG_GETARG_SOC_CODE(0)));
}

SQL_FUNCTION(soc_strictly_within);

/* soc_strictly_within(code, group): code << group */
Datum
soc_strictly_within(PG_FUNCTION_ARGS)
{
	SocCode code = PG_GETARG_SOC_CODE(0);
	SocCode group = PG_GETARG_SOC_CODE(1);

	PG_RETURN_BOOL(code != group && soc_holds(group, code));
}

SQL_FUNCTION(soc_contains);

/* soc_contains(group, code): group >>= code */
Datum
soc_contains(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(soc_holds(PG_GETARG_SOC_CODE(0), PG_GETARG_SOC_CODE(1)));
}

SQL_FUNCTION(soc_strictly_contains);

/* soc_strictly_contains(group, code): group >> code */
Datum
soc_strictly_contains(PG_FUNCTION_ARGS)
{
	SocCode group = PG_GETARG_SOC_CODE(0);
	SocCode code = PG_GETARG_SOC_CODE(1);

	PG_RETURN_BOOL(code != group && soc_holds(group, code));
}

bool
find_containment(Oid function, Containment *containment)
{
	FmgrInfo flinfo;

	if (!OidIsValid(function))
		return false;
	fmgr_info(function, &flinfo);
	containment->member =
		flinfo.fn_addr == soc_contains || flinfo.fn_addr == soc_strictly_contains;
	containment->or_equal =
		flinfo.fn_addr == soc_within || flinfo.fn_addr == soc_contains;
	return containment->member == 1 || containment->or_equal ||
		   flinfo.fn_addr == soc_strictly_within;
}

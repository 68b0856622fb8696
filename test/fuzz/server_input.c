/*
 * server_input.c
 *	  A module for a test server: makes functions of the extension callable from
 *	  SQL that the server calls only from C.
 *
 * Binary input functions and those that read a serialized aggregate state take an
 * "internal" argument.  Here they get bytes, thousands a second, inside the
 * server, which is where they must end in a value or a clean error.
 */
#include "postgres.h"

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "nodes/execnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

PG_MODULE_MAGIC;

/* ---- bytes with damage ---- */

static uint64
next_random(uint64 *state)
{
	uint64 z = *state += UINT64CONST(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64CONST(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64CONST(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static const char *const INTERESTING[] = {
	"\0",		"\377",	   "\177", "\200", "\377\377\377\377", "\177\377\377\377",
	"\0\0\0\0", "\0\0\0\1"};
static const int INTERESTING_SIZE[] = {1, 1, 1, 1, 4, 4, 4, 4};

PG_FUNCTION_INFO_V1(damaged);

/* damaged(bytea, bigint): up to four places changed, by a seed; 0: none */
Datum
damaged(PG_FUNCTION_ARGS)
{
	bytea		  *good = PG_GETARG_BYTEA_PP(0);
	uint64		   state = (uint64) PG_GETARG_INT64(1);
	StringInfoData bytes;
	int			   places = state == 0 ? 0 : 1 + next_random(&state) % 4;

	initStringInfo(&bytes);
	appendBinaryStringInfo(&bytes, VARDATA_ANY(good), VARSIZE_ANY_EXHDR(good));
	for (; places > 0 && bytes.len > 0; places--)
	{
		int at = next_random(&state) % bytes.len;
		int kind = next_random(&state) % 12;
		int which = next_random(&state) % lengthof(INTERESTING);
		int size = Min(INTERESTING_SIZE[which], bytes.len - at);

		if (kind == 0)
			bytes.len = at;
		else if (kind == 1)
		{
			memmove(bytes.data + at, bytes.data + at + 1, bytes.len - at - 1);
			bytes.len--;
		}
		else if (kind == 2)
		{
			appendStringInfoChar(&bytes, 0);
			memmove(bytes.data + at + 1, bytes.data + at, bytes.len - at - 1);
			bytes.data[at] = (char) next_random(&state);
		}
		else if (kind < 6)
			memcpy(bytes.data + at, INTERESTING[which], size);
		else
			bytes.data[at] ^= 1 << next_random(&state) % 8;
	}
	PG_RETURN_BYTEA_P(cstring_to_text_with_len(bytes.data, bytes.len));
}

PG_FUNCTION_INFO_V1(damaged_text);

/*
 * damaged_text(text, bigint): the same for text that is to stay text, with
 * characters that mean something to one reader or another
 */
Datum
damaged_text(PG_FUNCTION_ARGS)
{
	static const char *const PIECE[] = {"{",
										"}",
										"[",
										"]",
										"(",
										")",
										"\"",
										"\\",
										",",
										":",
										".",
										"-",
										"+",
										"|",
										"#",
										"*",
										"=",
										"<",
										">",
										" ",
										"\n",
										"\t",
										"\r",
										"0",
										"1",
										"9",
										"e",
										"E5",
										"x",
										"NaN",
										"null",
										"true",
										"Infinity",
										"1e400",
										"\303\266",
										"\342\210\222",
										"\357\273\277",
										"\360\237\230\200",
										"\302\240",
										"\302\205"};
	char					*good = text_to_cstring(PG_GETARG_TEXT_PP(0));
	uint64					 state = (uint64) PG_GETARG_INT64(1);
	int						 places = state == 0 ? 0 : 1 + next_random(&state) % 3;

	for (; places > 0 && good[0] != '\0'; places--)
	{
		int			length = strlen(good);
		int			at = next_random(&state) % length;
		int			replaced = next_random(&state) % 3;
		int			end = Min(at + replaced, length);
		const char *piece = next_random(&state) % 4 == 0 ?
								"" :
								PIECE[next_random(&state) % lengthof(PIECE)];

		/* between characters of several bytes, not within */
		while (at > 0 && ((unsigned char) good[at] & 0xC0) == 0x80)
			at--;
		while (end < length && ((unsigned char) good[end] & 0xC0) == 0x80)
			end++;
		good = psprintf("%.*s%s%s", at, good, piece, good + end);
	}
	PG_RETURN_TEXT_P(cstring_to_text(good));
}

/* ---- binary input ---- */

static Datum
receive(Oid type, bytea *bytes)
{
	StringInfoData message;
	Oid			   function;
	Oid			   parameter;
	Datum		   value;

	getTypeBinaryInputInfo(type, &function, &parameter);
	initStringInfo(&message);
	appendBinaryStringInfo(&message, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
	value = OidReceiveFunctionCall(function, &message, parameter, -1);
	/* as COPY and Bind do */
	if (message.cursor != message.len)
		ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				errmsg("incorrect binary data format"));
	return value;
}

PG_FUNCTION_INFO_V1(received);

/* received(regtype, bytea): what the bytes say, as text */
Datum
received(PG_FUNCTION_ARGS)
{
	Oid	  type = PG_GETARG_OID(0);
	Datum value = receive(type, PG_GETARG_BYTEA_PP(1));
	Oid	  function;
	bool  varlena;

	getTypeOutputInfo(type, &function, &varlena);
	PG_RETURN_TEXT_P(cstring_to_text(OidOutputFunctionCall(function, value)));
}

PG_FUNCTION_INFO_V1(sent);

/* sent(regtype, text): the bytes of a value */
Datum
sent(PG_FUNCTION_ARGS)
{
	Oid	  type = PG_GETARG_OID(0);
	Oid	  function;
	Oid	  parameter;
	bool  varlena;
	Datum value;

	getTypeInputInfo(type, &function, &parameter);
	value = OidInputFunctionCall(function, text_to_cstring(PG_GETARG_TEXT_PP(1)),
								 parameter, -1);
	getTypeBinaryOutputInfo(type, &function, &varlena);
	PG_RETURN_BYTEA_P(OidSendFunctionCall(function, value));
}

/* ---- states of aggregates ---- */

PG_FUNCTION_INFO_V1(deserialized);

/*
 * deserialized(deserial regproc, combine regproc, serial regproc, bytea): reads a
 * state as a query with parallel workers does, adds it to a new one and writes
 * that.
 */
Datum
deserialized(PG_FUNCTION_ARGS)
{
	AggState *aggregate = makeNode(AggState);
	FmgrInfo  function[3];
	Datum	  state;
	Datum	  sum;
	LOCAL_FCINFO(call, 2);

	aggregate->curaggcontext = palloc0(sizeof(ExprContext));
	aggregate->curaggcontext->ecxt_per_tuple_memory = CurrentMemoryContext;
	for (int i = 0; i < 3; i++)
		fmgr_info(PG_GETARG_OID(i), &function[i]);

	InitFunctionCallInfoData(*call, &function[0], 2, InvalidOid, (Node *) aggregate,
							 NULL);
	call->args[0] = (NullableDatum){PG_GETARG_DATUM(3), false};
	call->args[1] = (NullableDatum){(Datum) 0, false};
	state = FunctionCallInvoke(call);

	InitFunctionCallInfoData(*call, &function[1], 2, InvalidOid, (Node *) aggregate,
							 NULL);
	call->args[0] = (NullableDatum){(Datum) 0, true};
	call->args[1] = (NullableDatum){state, false};
	sum = FunctionCallInvoke(call);

	InitFunctionCallInfoData(*call, &function[2], 1, InvalidOid, (Node *) aggregate,
							 NULL);
	call->args[0] = (NullableDatum){sum, false};
	PG_RETURN_DATUM(FunctionCallInvoke(call));
}

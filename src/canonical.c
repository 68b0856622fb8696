/*
 * canonical.c
 *	  What aijri_mix and aijri_distribution have in common: values that are bytes
 *	  which can be written in one way only.
 */
#include "compat.h"

#include "common/hashfn.h"
#include "fmgr.h"

#include "canonical.h"

/* A value of these bytes; also as bytea, whose form is the same. */
struct varlena *
varlena_from_bytes(const uint8_t *bytes, size_t size)
{
	struct varlena *value = palloc(VARHDRSZ + size);

	SET_VARSIZE(value, VARHDRSZ + size);
	memcpy(VARDATA(value), bytes, size);
	return value;
}

/*
 * Comparing and hashing free what they detoast: index builds call them row by
 * row in memory that lives as long as the build.
 */
static bool
same_bytes(FunctionCallInfo fcinfo)
{
	struct varlena *a = PG_GETARG_VARLENA_PP(0);
	struct varlena *b = PG_GETARG_VARLENA_PP(1);
	bool			same = VARSIZE_ANY_EXHDR(a) == VARSIZE_ANY_EXHDR(b) &&
				memcmp(VARDATA_ANY(a), VARDATA_ANY(b), VARSIZE_ANY_EXHDR(a)) == 0;

	PG_FREE_IF_COPY(a, 0);
	PG_FREE_IF_COPY(b, 1);
	return same;
}

SQL_FUNCTION(canonical_eq);

Datum
canonical_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(same_bytes(fcinfo));
}

SQL_FUNCTION(canonical_ne);

Datum
canonical_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!same_bytes(fcinfo));
}

SQL_FUNCTION(canonical_hash);

Datum
canonical_hash(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	Datum hash = hash_any((unsigned char *) VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));

	PG_FREE_IF_COPY(value, 0);
	PG_RETURN_DATUM(hash);
}

SQL_FUNCTION(canonical_hash_extended);

Datum
canonical_hash_extended(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);
	Datum			hash = hash_any_extended((unsigned char *) VARDATA_ANY(value),
											 VARSIZE_ANY_EXHDR(value), PG_GETARG_INT64(1));

	PG_FREE_IF_COPY(value, 0);
	PG_RETURN_DATUM(hash);
}

SQL_FUNCTION(canonical_send);

/* The bytes as they are stored; they begin with a version. */
Datum
canonical_send(PG_FUNCTION_ARGS)
{
	struct varlena *value = PG_GETARG_VARLENA_PP(0);

	PG_RETURN_BYTEA_P(varlena_from_bytes((const uint8_t *) VARDATA_ANY(value),
										 VARSIZE_ANY_EXHDR(value)));
}

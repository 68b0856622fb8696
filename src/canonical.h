/*
 * canonical.h
 *	  What aijri_mix and aijri_distribution have in common: values that are bytes
 *	  which can be written in one way only, so that comparing, hashing and sending
 *	  them is what bytea does; and how their texts are read.
 */
#ifndef CANONICAL_H
#define CANONICAL_H

#include "compat.h"

#include "kernel/wide.h"

/* A value of these bytes; also as bytea, whose form is the same. */
static inline struct varlena *
varlena_from_bytes(const uint8_t *bytes, size_t size)
{
	struct varlena *value = palloc(VARHDRSZ + size);

	SET_VARSIZE(value, VARHDRSZ + size);
	memcpy(VARDATA(value), bytes, size);
	return value;
}

/* ---- text ---- */

/* What is wrong with a text: SQLSTATE and DETAIL of the error. */
typedef struct TextProblem
{
	int			sqlstate;
	const char *detail;
} TextProblem;

static inline bool
refuse_as(TextProblem *problem, int sqlstate, const char *detail)
{
	problem->sqlstate = sqlstate;
	problem->detail = detail;
	return false;
}

static inline bool
refuse(TextProblem *problem, const char *detail)
{
	return refuse_as(problem, ERRCODE_INVALID_TEXT_REPRESENTATION, detail);
}

static inline const char *
skip_space(const char *at)
{
	while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
		at++;
	return at;
}

#endif /* CANONICAL_H */

/*
 * canonical.h
 *	  Shared by aijri_mix and aijri_distribution: values whose bytes can be
 *	  written in only one way, so that the functions of bytea compare, hash, and
 *	  send them; and the parsing of their text.
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

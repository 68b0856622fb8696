/*
 * text_input.h
 *	  What the input functions of the types here share.
 */
#ifndef TEXT_INPUT_H
#define TEXT_INPUT_H

#include "compat.h"

#include "kernel/wide.h"

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

#endif /* TEXT_INPUT_H */

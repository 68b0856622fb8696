/*
 * statements.c
 *	  Reads the values that a document states: totals, formulas, labels.
 *
 * A formula may be printed in full or as its result alone. Each of its numbers
 * becomes a statement: operands that repeat a value stated elsewhere, constants, and
 * the result, which also has the result of the printed operands.
 */
#include "kernel/document/reader.h"

/* ---- statements ---- */

/* Beyond the limit the last one is overwritten: the line will be refused. */
Statement *
state(Reader *reader, StatedItem item, const char *place, Text text)
{
	Document  *document = reader->document;
	Statement *statement;

	if (document->nstatements > DOCUMENT_MAX_STATEMENTS)
		document->nstatements--;
	document->statements =
		grown(reader->host, document->statements, document->nstatements,
			  &document->statement_capacity, sizeof(Statement));
	statement = &document->statements[document->nstatements++];
	*statement = (Statement){.item = item,
							 .place = place,
							 .line = reader->line,
							 .text = text,
							 .value = NAN,
							 .from_operands = NAN};
	return statement;
}

Statement *
state_number(Reader *reader, StatedItem item, const char *place, Number number)
{
	Statement *statement = state(reader, item, place, number.text);

	statement->value = number.value;
	statement->half_unit = number.half_unit;
	return statement;
}

static void
state_constant(Reader *reader, const char *place, const char *name, Number number,
			   double constant)
{
	Statement *statement = state_number(reader, ITEM_CONSTANT, place, number);

	statement->name = name;
	statement->constant = constant;
}

static void
state_result(Reader *reader, StatedItem item, Number number, double from_operands)
{
	state_number(reader, item, NULL, number)->from_operands = from_operands;
}

/* ---- parts of lines ---- */

/* "/9" after a total, "/100" after a score: may be left out. */
static bool
read_out_of(Reader *reader, Text *rest, const char *place, double maximum)
{
	Number number;

	if (!accept_text(rest, "/"))
		return true;
	if (!accept_number(rest, &number))
		return false;
	state_constant(reader, place, "out of", number, maximum);
	return true;
}

static bool
refuse_line(Reader *reader, Text met, const char *expected)
{
	return refuse(reader, reader->line, "cannot read", met, expected,
				  "Write the line in this form, or omit it: it is computed anyway.");
}

/* Lists a line that nearly is something among what the document states. */
void
note_not_understood(Reader *reader, Text line)
{
	const Document *document = reader->document;

	if (document->nstatements > 0 &&
		document->statements[document->nstatements - 1].item == ITEM_NOT_UNDERSTOOD &&
		document->statements[document->nstatements - 1].line == reader->line)
		return;
	state(reader, ITEM_NOT_UNDERSTOOD, NULL, line);
}

/* ---- cells ---- */

/* "0/9", "-8" */
bool
read_total_cell(Reader *reader, StatedItem item, Text cell)
{
	static const struct
	{
		const char *place;
		double		maximum;
		const char *expected;
	} total[ITEMS] = {
		[ITEM_PROTECTIVE_TOTAL] = {"protective total", 9,
								   "Expected a total, such as 4/9 or 4."},
		[ITEM_EVIDENCE_TOTAL] = {"evidence total", 10,
								 "Expected a total, such as -8 or -8/10."},
		[ITEM_BARRIER_TOTAL] = {"barrier total", 10,
								"Expected a total, such as 3/10 or 3."},
	};
	Text   rest = cell;
	Number number;

	if (!accept_number(&rest, &number))
		return refuse_line(reader, cell, total[item].expected);
	state_number(reader, item, NULL, number);
	if (!read_out_of(reader, &rest, total[item].place, total[item].maximum) ||
		!is_over(rest))
		return refuse_line(reader, cell, total[item].expected);
	return true;
}

typedef struct ModifierForm
{
	const char *place;
	StatedItem	total;
	double		step;
} ModifierForm;

static const ModifierForm *
modifier_form(StatedItem item)
{
	static const ModifierForm evidence = {"evidence modifier", ITEM_EVIDENCE_TOTAL, 0.04};
	static const ModifierForm barrier = {"barrier modifier", ITEM_BARRIER_TOTAL, 0.02};
	static const ModifierForm growth = {"growth modifier", ITEM_GROWTH, 0.05};

	return item == ITEM_EVIDENCE_MODIFIER ? &evidence :
		   item == ITEM_BARRIER_MODIFIER  ? &barrier :
											&growth;
}

/* "1.0 + (-8 x 0.04) =", which may also be written "1.0 - (8 x 0.04) =" */
static bool
read_modifier_formula(Reader *reader, const ModifierForm *form, Text *rest,
					  double *from_operands)
{
	Text   at = *rest;
	Number one;
	Number total;
	Number step;
	bool   minus;

	if (!accept_number(&at, &one))
		return false;
	minus = !accept_text(&at, "+");
	if ((minus && !accept_dash(&at)) || !accept_text(&at, "(") ||
		!accept_number(&at, &total) || !accept_times(&at) || !accept_number(&at, &step) ||
		!accept_text(&at, ")") || !accept_text(&at, "="))
		return false;
	if (minus)
		total.value = 0 - total.value;

	state_constant(reader, form->place, "base", one, 1);
	state_number(reader, form->total, form->place, total);
	state_constant(reader, form->place, "step", step, form->step);
	*from_operands = one.value + total.value * step.value;
	*rest = at;
	return true;
}

bool
read_modifier_cell(Reader *reader, StatedItem item, Text cell)
{
	const ModifierForm *form = modifier_form(item);
	Text				rest = cell;
	Number				result;
	double				from_operands = NAN;

	read_modifier_formula(reader, form, &rest, &from_operands);
	if (!accept_number(&rest, &result) || !is_over(rest))
		return refuse_line(reader, cell,
						   "Expected a modifier, such as 1.0 + (-8 x 0.04) = 0.68.");
	state_result(reader, item, result, from_operands);
	return true;
}

/* One number in the composite's or the sub-label's table. */
bool
read_stated_cell(Reader *reader, StatedItem item, Text cell)
{
	Text		rest = cell;
	Number		number;
	const char *expected = item == ITEM_TASK_RESISTANCE ?
							   "Expected a task resistance, such as 1.90/5.0." :
						   item == ITEM_EXPOSED ? "Expected a percentage, such as 90%." :
												  "Expected a number from -2 to 2.";

	if (!accept_number(&rest, &number))
		return refuse_line(reader, cell, expected);
	state_number(reader, item,
				 item == ITEM_TASK_RESISTANCE ? "composite" :
				 item == ITEM_GROWTH		  ? "sub-label" :
												NULL,
				 number);
	if (item == ITEM_EXPOSED)
		accept_text(&rest, "%");
	if ((item == ITEM_TASK_RESISTANCE &&
		 !read_out_of(reader, &rest, "composite: task resistance", 5)) ||
		!is_over(rest))
		return refuse_line(reader, cell, expected);
	return true;
}

/* ---- the sub-label ---- */

/* "Task Resistance 1.90 >= 1.8" and the like, one comparison of a reasoning. */
static bool
note_comparison(Reader *reader, Sublabel sublabel, Text *rest)
{
	Text		at = *rest;
	StatedItem	item;
	Number		value;
	Number		limit;
	double		constant;
	const char *name;

	if (accept_text(&at, "Task Resistance"))
	{
		item = ITEM_TASK_RESISTANCE;
		name = "imminent below";
		constant = DEFAULT_METHOD.imminent_below_tr;
	}
	else if (accept_text(&at, "AI Growth Correlation"))
	{
		item = ITEM_GROWTH;
		name = "accelerated from";
		constant = DEFAULT_METHOD.accelerated_growth_min;
	}
	else
	{
		item = ITEM_EXPOSED;
		name =
			sublabel >= SUBLABEL_GREEN_TRANSFORMING ? "transforming from" : "urgent from";
		constant = sublabel >= SUBLABEL_GREEN_TRANSFORMING ?
					   DEFAULT_METHOD.transforming_exposed_min :
					   DEFAULT_METHOD.urgent_exposed_min;
	}
	if (!accept_number(&at, &value))
		return false;
	if (item == ITEM_EXPOSED && !accept_text(&at, "%"))
		return false;
	if (item == ITEM_EXPOSED)
		accept_text(&at, "of task time scoring 3+");
	if ((!accept_at_least(&at) && !accept_text(&at, "<")) || !accept_number(&at, &limit))
		return false;

	state_number(reader, item, "sub-label", value);
	state_constant(reader, "sub-label", name, limit, constant);
	if (item == ITEM_EXPOSED)
		accept_text(&at, "%");
	*rest = at;
	return true;
}

static Sublabel
accept_sublabel(Text *rest)
{
	Text	 longest = *rest;
	Sublabel found = SUBLABEL_UNKNOWN;

	for (int i = 0; i < SUBLABELS; i++)
	{
		Text at = *rest;

		if (accept_name(&at, SUBLABEL_NAME[i], NULL) && at.length < longest.length)
		{
			found = (Sublabel) i;
			longest = at;
		}
	}
	*rest = longest;
	return found;
}

/* "Red — Task Resistance 1.90 >= 1.8 (does not meet ...)" */
bool
read_sublabel_cell(Reader *reader, Text cell, Text *reasoning)
{
	Text	 rest = cell;
	Sublabel sublabel = accept_sublabel(&rest);
	Text	 name = {cell.at, (size_t) (rest.at - cell.at)};
	Text	 at;

	if (sublabel == SUBLABEL_UNKNOWN || !accept_separator(&rest))
		return refuse(reader, reader->line, "unknown sub-label", cell,
					  "Expected Red (Imminent), Red, Yellow (Urgent), Yellow "
					  "(Moderate), Green (Transforming), Green (Stable), or Green "
					  "(Accelerated), then a dash and the reason.",
					  "Omit the row if there is no sub-label: it is computed anyway.");
	state(reader, ITEM_SUBLABEL, NULL, name)->value = sublabel;
	*reasoning = rest.length > 0 ? rest : NO_TEXT;
	at = rest;
	while (note_comparison(reader, sublabel, &at) && accept_text(&at, ","))
		;
	return true;
}

/* ---- lines ---- */

/* "Protective 0/9 AND Correlation -2 = Almost certainly Red Zone." */
static bool
read_quick_screen(Reader *reader, Text rest)
{
	static const char expected[] =
		"Expected a result, such as Protective 0/9 AND Correlation -2 = Almost "
		"certainly Red Zone.";
	Text	   line = rest;
	Text	   at;
	Number	   protective;
	Number	   growth;
	double	   from_operands = NAN;
	Statement *statement;

	if (accept_text(&rest, "Protective"))
	{
		if (!accept_number(&rest, &protective))
			return refuse_line(reader, line, expected);
		state_number(reader, ITEM_PROTECTIVE_TOTAL, "quick screen", protective);
		if (!read_out_of(reader, &rest, "quick screen: protective total", 9) ||
			!accept_text(&rest, "AND") || !accept_text(&rest, "Correlation") ||
			!accept_number(&rest, &growth) || !accept_text(&rest, "="))
			return refuse_line(reader, line, expected);
		state_number(reader, ITEM_GROWTH, "quick screen", growth);
		from_operands = screen_from(protective.value, growth.value, &DEFAULT_METHOD);
	}
	rest = undressed(rest);
	if (rest.length == 0)
		return refuse_line(reader, line, expected);

	statement = state(reader, ITEM_QUICK_SCREEN, NULL, rest);
	statement->from_operands = from_operands;
	for (int i = 0; i < SCREENS; i++)
	{
		at = rest;
		if (accept_name(&at, SCREEN_NAME[i], "Zone") && is_over(at))
			statement->value = i;
	}
	return true;
}

/* "6.00 - 4.10 = 1.90/5.0"; where times do not total 100, "6.00 - 4.30/105% = ..." */
static bool
read_task_resistance_formula(Reader *reader, Text *rest, double *from_operands)
{
	Text   at = *rest;
	Number six;
	Number weighted;
	Number total;
	bool   divided;

	if (!accept_number(&at, &six) || !accept_dash(&at) || !accept_number(&at, &weighted))
		return false;
	divided = accept_text(&at, "/");
	if (divided && (!accept_number(&at, &total) || !accept_text(&at, "%")))
		return false;
	if (!accept_text(&at, "="))
		return false;

	state_constant(reader, "task resistance", "constant", six, 6);
	state_number(reader, ITEM_WEIGHTED_TOTAL, "task resistance", weighted);
	*from_operands = six.value - weighted.value;
	if (divided)
	{
		state_number(reader, ITEM_TIME_TOTAL, "task resistance", total);
		*from_operands = six.value - weighted.value / total.value * 100;
	}
	*rest = at;
	return true;
}

static bool
read_task_resistance(Reader *reader, Text rest)
{
	Text   line = rest;
	Number result;
	double from_operands = NAN;

	read_task_resistance_formula(reader, &rest, &from_operands);
	if (accept_number(&rest, &result))
	{
		state_result(reader, ITEM_TASK_RESISTANCE, result, from_operands);
		if (read_out_of(reader, &rest, "task resistance", 5) && is_over(rest))
			return true;
	}
	return refuse_line(reader, line,
					   "Expected a task resistance, such as 6.00 - 4.10 = 1.90/5.0.");
}

/* "80% displacement, 20% augmentation, 0% not involved." */
static bool
read_split(Reader *reader, Text rest)
{
	static const struct
	{
		const char *name;
		StatedItem	item;
	} part[] = {{"displacement", ITEM_DISPLACEMENT},
				{"augmentation", ITEM_AUGMENTATION},
				{"not involved", ITEM_NOT_INVOLVED},
				{"unstated", ITEM_UNSTATED}};
	const int parts = sizeof(part) / sizeof(part[0]);
	Text	  line = rest;

	do
	{
		Number number;
		int	   i = 0;

		accept_text(&rest, "and");
		if (!accept_number(&rest, &number) || !accept_text(&rest, "%"))
			i = parts;
		while (i < parts && !(skip_space(&rest), accept_name(&rest, part[i].name, NULL)))
			i++;
		if (i == parts)
			return refuse_line(reader, line,
							   "Expected percentages, such as 80% displacement, 20% "
							   "augmentation, 0% not involved.");
		state_number(reader, part[i].item, NULL, number);
	} while (accept_text(&rest, ",") || accept_text(&rest, ";"));

	if (!is_over(rest))
		return refuse_line(reader, line,
						   "Expected percentages, such as 80% displacement, 20% "
						   "augmentation, 0% not involved.");
	return true;
}

/* "1.90 x 0.68 x 1.00 x 0.90 =" */
static bool
read_raw_formula(Reader *reader, Text *rest, double *from_operands)
{
	static const StatedItem factors[] = {ITEM_TASK_RESISTANCE, ITEM_EVIDENCE_MODIFIER,
										 ITEM_BARRIER_MODIFIER, ITEM_GROWTH_MODIFIER};
	Text					at = *rest;
	Number					number[4];
	double					product = 1;

	for (int i = 0; i < 4; i++)
	{
		if ((i > 0 && !accept_times(&at)) || !accept_number(&at, &number[i]))
			return false;
		product *= number[i].value;
	}
	if (!accept_text(&at, "="))
		return false;
	for (int i = 0; i < 4; i++)
		state_number(reader, factors[i], "raw", number[i]);
	*from_operands = product;
	*rest = at;
	return true;
}

static bool
read_raw(Reader *reader, Text rest)
{
	Text   line = rest;
	Number result;
	double from_operands = NAN;

	read_raw_formula(reader, &rest, &from_operands);
	if (!accept_number(&rest, &result) || !is_over(rest))
		return refuse_line(
			reader, line,
			"Expected a product, such as 1.90 x 0.68 x 1.00 x 0.90 = 1.1628.");
	state_result(reader, ITEM_RAW, result, from_operands);
	return true;
}

/* "(1.1628 - 0.54) / 7.93 x 100 =" */
static bool
read_score_formula(Reader *reader, Text *rest, double *from_operands)
{
	Text   at = *rest;
	Number raw;
	Number least;
	Number span;
	Number scale;
	double score;

	if (!accept_text(&at, "(") || !accept_number(&at, &raw) || !accept_dash(&at) ||
		!accept_number(&at, &least) || !accept_text(&at, ")") || !accept_text(&at, "/") ||
		!accept_number(&at, &span) || !accept_times(&at) || !accept_number(&at, &scale) ||
		!accept_text(&at, "="))
		return false;
	state_number(reader, ITEM_RAW, "score", raw);
	state_constant(reader, "score", "floor", least, DEFAULT_METHOD.raw_floor);
	state_constant(reader, "score", "span", span, DEFAULT_METHOD.raw_span);
	state_constant(reader, "score", "scale", scale, 100);
	score = (raw.value - least.value) / span.value * scale.value;
	*from_operands = fmin(fmax(score, 0), DEFAULT_METHOD.score_cap);
	*rest = at;
	return true;
}

static bool
read_score(Reader *reader, Text rest)
{
	Text   line = rest;
	Number result;
	double from_operands = NAN;

	read_score_formula(reader, &rest, &from_operands);
	if (accept_number(&rest, &result))
	{
		state_result(reader, ITEM_SCORE, result, from_operands);
		if (read_out_of(reader, &rest, "score", 100) && is_over(rest))
			return true;
	}
	return refuse_line(reader, line,
					   "Expected a score, such as (1.1628 - 0.54) / 7.93 x 100 = "
					   "7.9/100.");
}

/* "(Green >=48, Yellow 25-47, Red <25)" after the zone: may be left out. */
static bool
read_zone_limits(Reader *reader, Text *rest)
{
	Number green;
	Number from;
	Number to;
	Number below;
	double unit;

	if (!accept_text(rest, "("))
		return true;
	if (!accept_text(rest, "Green") || !accept_at_least(rest) ||
		!accept_number(rest, &green) || !accept_text(rest, ",") ||
		!accept_text(rest, "Yellow") || !accept_number(rest, &from) ||
		!accept_dash(rest) || !accept_number(rest, &to) || !accept_text(rest, ",") ||
		!accept_text(rest, "Red") || !accept_text(rest, "<") ||
		!accept_number(rest, &below) || !accept_text(rest, ")"))
		return false;
	/* the last printed value below Green: 47, or 47.9 */
	unit = 2 * to.half_unit;
	state_constant(reader, "zone", "green from", green, DEFAULT_METHOD.green_min);
	state_constant(reader, "zone", "yellow from", from, DEFAULT_METHOD.yellow_min);
	state_constant(reader, "zone", "yellow to", to, DEFAULT_METHOD.green_min - unit);
	state_constant(reader, "zone", "red below", below, DEFAULT_METHOD.yellow_min);
	return true;
}

static bool
read_zone(Reader *reader, Text rest)
{
	Text line = rest;
	Zone zone = ZONE_UNKNOWN;

	for (int i = 0; i < ZONES && zone == ZONE_UNKNOWN; i++)
	{
		if (accept_name(&rest, ZONE_NAME[i], "Zone"))
			zone = (Zone) i;
	}
	if (zone == ZONE_UNKNOWN)
		return refuse(reader, reader->line, "unknown zone", line,
					  "Expected RED, YELLOW, or GREEN.",
					  "Omit the line if there is no zone: it is computed anyway.");
	state(reader, ITEM_ZONE, NULL, undressed((Text){line.at, line.length - rest.length}))
		->value = zone;
	if (!read_zone_limits(reader, &rest) || !is_over(rest))
		return refuse_line(reader, line,
						   "Expected a zone and its limits, such as RED (Green >=48, "
						   "Yellow 25-47, Red <25).");
	return true;
}

bool
read_stated_line(Reader *reader, Label label, Text rest)
{
	switch (label)
	{
		case LABEL_QUICK_SCREEN:
			return read_quick_screen(reader, rest);
		case LABEL_TASK_RESISTANCE:
			return read_task_resistance(reader, rest);
		case LABEL_SPLIT:
			return read_split(reader, rest);
		case LABEL_RAW:
			return read_raw(reader, rest);
		case LABEL_SCORE:
			return read_score(reader, rest);
		default:
			return read_zone(reader, rest);
	}
}

/* "Confirmed at -2." at the beginning of the growth correlation check */
void
note_growth_check(Reader *reader, Text line)
{
	Number number;

	if (accept_text(&line, "Confirmed at") && accept_number(&line, &number))
		state_number(reader, ITEM_GROWTH, "growth correlation check", number);
}

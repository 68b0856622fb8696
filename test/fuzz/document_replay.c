/*
 * document_replay.c
 *	  Documents from files, checked as the fuzzer checks them; for compilers
 *	  without a fuzzer.
 *
 * Usage: document_replay FILE|FOLDER...
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "../unit/tap.h"
#include "document_check.h"

#define FILE_MAX (16 << 20)

/* Each file is held in memory of its very size, so that no byte beyond is read. */
static void
replay_file(Tally *tally, const char *path)
{
	static char buffer[FILE_MAX];
	FILE	   *file = fopen(path, "rb");
	size_t		length = file ? fread(buffer, 1, sizeof(buffer), file) : 0;
	char	   *text = malloc(length > 0 ? length : 1);
	const char *found = file ? NULL : "cannot be opened";

	if (file)
	{
		fclose(file);
		memcpy(text, buffer, length);
		found = check_document((Text){text, length});
	}
	check(tally, !found, "%s: %s: %s", path, found, check_detail);
	free(text);
}

static void
replay(const char *path)
{
	DIR			  *folder = opendir(path);
	struct dirent *entry;
	char		   file[4096];
	Tally		   tally = {0};

	if (!folder)
		replay_file(&tally, path);
	while (folder && (entry = readdir(folder)) != NULL)
	{
		if (entry->d_name[0] == '.' || snprintf(file, sizeof(file), "%s/%s", path,
												entry->d_name) >= (int) sizeof(file))
			continue;
		/* folders in between read as empty files */
		replay_file(&tally, file);
	}
	if (folder)
		closedir(folder);
	all_ok(&tally, path);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	return done_testing();
}

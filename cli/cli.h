/* The commands, and what they share: options, loading with all faults shown, output. */
#ifndef SS_CLI_CLI_H
#define SS_CLI_CLI_H

#include "analyzer/reduce.h"
#include "ir/load.h"
#include "viz/out.h"

G_BEGIN_DECLS

enum
{
  SS_EXIT_DONE = 0,
  SS_EXIT_NO = 1,    /* the answer is no: faults, a difference, a --fail-on that was met */
  SS_EXIT_FAILED = 2 /* could not be done */
};

/* A command returns its exit status.  With an error set, main prints the error, and the status is SS_EXIT_NO for faults of
 * the format, SS_EXIT_FAILED for anything else.  argv[0] is the command's name. */
typedef struct
{
  const char *name;
  int (*run) (int argc, char **argv, GError **error);
  const char *summary; /* one line, for `stacksieve --help` */
} SsCommand;

/* The policy where none is given. */
#define SS_DEFAULT_POLICY "generic"

int ss_cmd_check (int argc, char **argv, GError **error);
int ss_cmd_classify (int argc, char **argv, GError **error);
int ss_cmd_explain (int argc, char **argv, GError **error);
int ss_cmd_draw (int argc, char **argv, GError **error);
int ss_cmd_chains (int argc, char **argv, GError **error);
int ss_cmd_hops (int argc, char **argv, GError **error);
int ss_cmd_names (int argc, char **argv, GError **error);
int ss_cmd_diff (int argc, char **argv, GError **error);
int ss_cmd_trend (int argc, char **argv, GError **error);
int ss_cmd_chokes (int argc, char **argv, GError **error);
int ss_cmd_tree (int argc, char **argv, GError **error);
int ss_cmd_report (int argc, char **argv, GError **error);
int ss_cmd_extract (int argc, char **argv, GError **error);

#define SS_CLI_ERROR (ss_cli_error_quark ())
GQuark ss_cli_error_quark (void);
typedef enum
{
  SS_CLI_ERROR_USAGE, /* main adds where help is found */
  SS_CLI_ERROR_INPUT  /* what was asked for is not in the program */
} SsCliError;

/* Has the program end with SS_EXIT_FAILED and a message, and not with a signal, when there is no more memory; to be called first.
 * FALSE: there is too little to begin with. */
gboolean ss_memory_start (void);

/* The work is done, and this is the status of the program, whatever memory its last steps still want. */
void ss_memory_end (int status);

/* What a command's command line looks like. */
typedef struct
{
  const char *operands; /* "FILE RECORD" */
  const char *summary;  /* what it does, above the options */
  const char *examples; /* below the options */
  gboolean policy;      /* takes --policy */
  gboolean builds;      /* takes more than one build: --policy may say of which it is */
  gboolean output;      /* takes -o */
  int min_operands, max_operands; /* max -1: any number */
} SsUsage;

/* The parsed command line. */
typedef struct
{
  SsLoadOptions load;
  char **policies; /* owned: the words of --policy; NULL: none */
  gboolean builds; /* the usage's */
  char *output;    /* owned; NULL: standard output */
  char **operands; /* owned, NULL-terminated */
  int noperands;
  gpointer own;    /* lent: set before parsing, what callbacks among the command's own options are given */
} SsArgs;

/* Parses the command line: the shared options, and the command's `own` (NULL: none; names and texts are
 * G_OPTION_ARG_FILENAME, which is the bytes as they are, whatever the locale).  FALSE: the command is finished, after --help
 * (no error, SS_EXIT_DONE) or with an error. */
gboolean ss_args_parse (SsArgs *args, const SsUsage *usage, const GOptionEntry *own, int argc, char **argv, GError **error);
void ss_args_clear (SsArgs *args);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsArgs, ss_args_clear)

/* Sets a usage error. */
void ss_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Loads a program; its faults go to standard error, the error sums them up.  The caller frees. */
SsProgram *ss_args_program (const SsArgs *args, const char *file, GError **error);
/* Loads n programs at once, into programs[]; all or none.  Faults are shown in the order of the files. */
gboolean ss_args_programs (const SsArgs *args, char *const *files, guint n, SsProgram **programs, GError **error);

/* The policy of each of n files by the command line, into policies[]: that of FILE=POLICY, else that for all, else the default.  Lent by `args`.
 * FALSE: two are for one file, or one is for a file that is not there. */
gboolean ss_args_policies (const SsArgs *args, char *const *files, int n, const char **policies, GError **error);
/* That of the first operand; NULL with an error. */
const char *ss_args_policy_word (const SsArgs *args, GError **error);

/* Loads a policy; ss_args_policy: that of the first operand.  Binds one to a program.  Notes go to standard error.  The caller frees both: the
 * terms first. */
SsPolicy *ss_policy_noted (const char *word, GError **error);
SsPolicy *ss_args_policy (const SsArgs *args, GError **error);
SsTerms *ss_args_terms (const SsPolicy *policy, const SsProgram *p, GError **error);

/* What a --reduce means: SsReduceSteps; `word` NULL: all.  FALSE with an error: it means nothing. */
gboolean ss_args_reduce (const char *word, guint *steps, GError **error);

/* Opens the output of the command line.  The caller closes it. */
SsOut *ss_args_out (const SsArgs *args, GError **error);

/* A line on standard error, control characters made visible: "stacksieve: text". */
void ss_complain (const char *text);
/* A note that reduction hit its bound on work at so many records of a file, if it did. */
void ss_note_bounded (const char *file, guint32 nrecords);

G_END_DECLS

#endif

/* What the commands about chains share: from a dump and a policy to the graph of activations. */
#ifndef SS_CLI_STACK_H
#define SS_CLI_STACK_H

#include "analyzer/activation.h"
#include "analyzer/reduce.h"
#include "analyzer/registry.h"
#include "cli/cli.h"

G_BEGIN_DECLS

/* Options as typed; all owned. */
typedef struct
{
  char *reduce, *format, *top;
} SsStackTyped;

void ss_stack_typed_clear (SsStackTyped *t);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsStackTyped, ss_stack_typed_clear)

/* The entries of these options, for a command's own table. */
#define SS_STACK_REDUCE(typed) \
  { "reduce", 0, 0, G_OPTION_ARG_FILENAME, &(typed).reduce, "Reduce saved values by these steps first (all)", \
    "none|alias|held|recompute|all" }
#define SS_STACK_FORMAT(typed, forms) \
  { "format", 0, 0, G_OPTION_ARG_FILENAME, &(typed).format, "The form of the report (text)", forms }
#define SS_STACK_TOP(typed) \
  { "top", 0, 0, G_OPTION_ARG_FILENAME, &(typed).top, "Show the first N rows of long tables (10; 0: all)", "N" }

typedef enum
{
  SS_FORMAT_TEXT,
  SS_FORMAT_JSON,
  SS_FORMAT_CSV
} SsFormat;

/* What these options mean.  `forms` is what --format may be: "text|json|csv". */
typedef struct
{
  SsFormat format;
  guint top;   /* 0: all */
  guint steps; /* SsReduceSteps */
} SsStackWanted;

gboolean ss_stack_parse (const SsStackTyped *t, const char *forms, SsStackWanted *w, GError **error);

/* A loaded program and all that is computed of it on the way to the graph of activations; all owned. */
typedef struct
{
  SsPolicy *policy;
  SsProgram *program;
  SsTerms *terms;
  SsCallGraph *calls;
  SsUnwind *unwind;
  SsClasses *all;         /* unreduced */
  SsReduction *reduction; /* NULL: --reduce none */
  const SsClasses *classes; /* lent: of the reduction, or `all` */
  SsRegistry *registry;   /* NULL: the policy refers to none */
  guint8 *named;          /* NULL: the policy refers to no registry */
  SsActivation *activation;
} SsStack;

/* Loads policy and file (operand 0), and computes; notes are shown.  FALSE with an error. */
gboolean ss_stack_load (SsStack *s, const SsArgs *args, guint steps, GError **error);
/* The same for a program that is loaded, which stays its owner's, under a policy; takes the policy.  No notes are shown. */
gboolean ss_stack_compute (SsStack *s, const SsProgram *program, SsPolicy *policy, guint steps, guint threads, GError **error);
/* From policy, program and terms on: all the rest.  Two stacks may be analysed at once. */
gboolean ss_stack_analyse (SsStack *s, guint steps, guint threads, GError **error);
/* Shows the note that reduction hit its bound on work, if it did. */
void ss_stack_note_bounded (const SsStack *s, const char *file);
void ss_stack_clear (SsStack *s);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SsStack, ss_stack_clear)

G_END_DECLS

#endif

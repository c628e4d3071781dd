/* What one record must save: its values, how each can be rebuilt, and the cheapest choice.
 *
 * One record at a time, with any set of steps; the memory is used again for the next.  One for each thread.
 */
#ifndef SS_ANALYZER_REBUILD_H
#define SS_ANALYZER_REBUILD_H

#include "cut.h"
#include "held.h"

G_BEGIN_DECLS

/* How a value can be had. */
typedef enum
{
  SS_HAVE_SAVED, /* by saving it alone */
  SS_HAVE_OP,
  SS_HAVE_READ,
  SS_HAVE_ITEM,
  SS_HAVE_SLOT
} SsHave;

typedef struct
{
  guint32 number; /* definition; or, where nothing is known of its number, the variable itself */
  guint32 shown;  /* the variable that stands for it: a live one; of what is not needed, one that has it all the same; SS_NONE: none */
  guint32 copies; /* live variables of this number */
  gboolean needed, pinned, there, saved, used; /* pinned: saved, whatever it is made of */
  SsHave have;
  guint flags;    /* SsRebuildFlags */
  guint32 op, field;
  guint32 arg0, nargs; /* in SsSolution.args */
  guint32 index;  /* for the caller */
} SsNode;

typedef struct SsSolver SsSolver;

SsSolver *ss_solver_new (const SsTerms *terms);
void ss_solver_free (SsSolver *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsSolver, ss_solver_free)

/* The function that the next records are of, after its values are numbered. */
void ss_solver_func (SsSolver *s, guint32 func, const SsValues *v);

/* Solves the record r of those before reduction, where `facts` hold (SsFact).  Sets the nodes' `saved`, and `used` of those that
 * must be rebuilt.  *bounded is set when the bound on work was hit; FALSE: it was before there was a solution. */
gboolean ss_solver_record (SsSolver *s, const SsClasses *before, const SsRecord *r, const GArray *facts, guint steps, gboolean *bounded);

/* The nodes of the solution, operands before what is made of them; NULL: no more. */
SsNode *ss_solver_node (SsSolver *s, guint32 i);
/* The node of a live variable, NULL: its number is a constant (and aliases are looked for). */
SsNode *ss_solver_live (SsSolver *s, guint32 var, guint steps);
/* The node of a number, or NULL. */
SsNode *ss_solver_find (const SsSolver *s, SsOperand number);
/* The number of any variable of the function: ss_values_number(). */
SsOperand ss_solver_number (const SsSolver *s, guint32 var);
/* Operand k of a node: a number. */
SsOperand ss_solver_arg (const SsSolver *s, const SsNode *node, guint32 k);

G_END_DECLS

#endif

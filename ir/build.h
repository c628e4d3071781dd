/* A program under construction: the same arrays as SsProgram, growing, with the tables that find what is there already.
 *
 * Readers decode into small builders (one for each piece of the input), which are merged in the order of the input into
 * the one that is sealed; so numbers follow the input however many threads decode.
 */
#ifndef SS_IR_BUILD_H
#define SS_IR_BUILD_H

#include "ir/load.h"
#include "ir/intern.h"
#include "ir/tape.h"

G_BEGIN_DECLS

typedef struct
{
  SsProgram p; /* arrays owned; chars, str_off and index are filled when sealed */
  SsStrings strings;
  gsize syms_cap, exts_cap, callbacks_cap, tsets_cap, targets_cap, types_cap, fields_cap, opnames_cap, consts_cap;
  gsize funcs_cap, blocks_cap, ops_cap, args_cap, links_cap, link_args_cap, var_type_cap, var_name_cap, var_def_cap;
  gsize var_chars_cap, header_cap;
  gsize op_line_cap;
  guint32 nop_line; /* p.op_line is filled up to here; no later operation says its line */

  guint32 *by_str[3]; /* owned: symbol, type, operation name of a string, or SS_NONE */
  gsize by_str_n[3];
  guint32 *const_slots, *tset_slots; /* owned: number + 1, or 0 */
  guint const_bits, tset_bits;

  struct SsScope *scope; /* owned: the decoder's memory, used again for each function */

  GPtrArray *faults; /* owned: SsFault, the first max_errors */
  guint64 nfaults;
  guint max_errors;
  gboolean unparsable; /* one of the faults is a text that is not JSON */

  gboolean closes;    /* the header announces a closing line */
  guint64 nrecords;   /* of a stream: functions, types and externals, those with faults among them */
  guint32 first_line, last_line; /* of the records; 0: there are none */
  guint32 end_line;   /* of the closing line; 0: there is none so far */
  gint64 end;         /* the number of records that it states; -1: none */
  guint32 after_line; /* of the first record or closing line behind it; 0: there is none */
} SsBuild;

SsBuild *ss_build_new (guint max_errors);
void ss_build_free (SsBuild *b);
void ss_build_reset (SsBuild *b); /* empty again, memory kept */

guint32 ss_build_string (SsBuild *b, const char *bytes, gsize len);
guint32 ss_build_sym (SsBuild *b, guint32 string);
guint32 ss_build_type (SsBuild *b, guint32 string);
guint32 ss_build_opname (SsBuild *b, guint32 string);
SsOperand ss_build_const (SsBuild *b, const SsConst *c);
/* The target set of the n symbols at the end of p.targets, which become its own or, where an equal set is there, go. */
guint32 ss_build_tset (SsBuild *b, guint32 n);

/* Notes a fault; takes function, path and text. */
void ss_build_fault_take (SsBuild *b, guint32 line, SsRule rule, char *function, gint64 block, gint64 op, char *path,
                          char *text);

/* Fills p.op_line up to the first n operations, which have no lines beyond what it has. */
void ss_build_fill_lines (SsBuild *b, guint32 n);

/* Room for the words that end the operands of the last operation and the arguments of the last link. */
void ss_build_end (SsBuild *b);

/* Whether the program stays within the numbers that 32 bits hold when `from` is merged; an error where not. */
gboolean ss_build_fits (const SsBuild *to, const SsBuild *from, GError **error);

/* Appends everything of `from` to `to`. */
void ss_build_merge (SsBuild *to, SsBuild *from);

/* Checks what only the whole can show, and turns the builder into a program; the builder is freed.  NULL where there are
 * faults, which stay in `b` (then it is still the caller's). */
SsProgram *ss_build_seal (SsBuild *b);

/* What a record is. */
typedef enum
{
  SS_RECORD_ANY, /* told by its keys */
  SS_RECORD_FUNCTION,
  SS_RECORD_TYPE,
  SS_RECORD_EXTERNAL,
  SS_RECORD_END /* the closing line of a stream that announces one */
} SsRecordKind;

/* decode.c: one record at index i of a tape, in line `line` of the input.  Returns FALSE, and adds nothing, where the tape
 * holds what the reference reader refuses (a key twice, an integer beyond 64 bits): let Jansson judge. */
gboolean ss_decode_record (SsBuild *b, const SsTape *t, gsize i, guint32 line, SsRecordKind kind);
void ss_scope_free (struct SsScope *s);

/* Whether a stream that announces a closing line has it, as its last record and with the right number; an error where not. */
gboolean ss_build_closed (const SsBuild *b, GError **error);

/* verify.c: the rules about the shape of the graph of function f, the last one of the builder. */
void ss_verify_function (SsBuild *b, guint32 f);

G_END_DECLS

#endif

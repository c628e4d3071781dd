/* Loading a program: bytes, decompressed and read as a stream or a document, verified and sealed. */
#ifndef SS_IR_LOAD_H
#define SS_IR_LOAD_H

#include "ir/program.h"

G_BEGIN_DECLS

#define SS_LOAD_ERROR (ss_load_error_quark ())
GQuark ss_load_error_quark (void);
typedef enum
{
  SS_LOAD_ERROR_READ,  /* cannot be opened, read or unpacked */
  SS_LOAD_ERROR_PARSE, /* not JSON, or JSON that no reader takes */
  SS_LOAD_ERROR_FORMAT /* well-formed JSON that breaks rules of the format: SsLoad.faults lists them */
} SsLoadError;

/* The rules of the format, by name (rules.def; doc/format.md). */
typedef enum
{
#define SS_RULE(id, name, text) SS_RULE_##id,
#include "ir/rules.def"
#undef SS_RULE
  SS_N_RULES
} SsRule;

const char *ss_rule_name (SsRule r);

/* A fault of the input. */
typedef struct
{
  guint32 line;    /* of the input, from 1 */
  SsRule rule;
  char *function;  /* owned; NULL: not in a function */
  gint64 block;    /* -1: not in a block */
  gint64 op;       /* operation within the block; -1: not at one */
  char *path;      /* owned: where in the record, such as blocks[2].exits[0].to; may be NULL */
  char *text;      /* owned: what is wrong, a sentence without the place */
} SsFault;

/* The fault as one line: `line 812: function "f": block 2: op 3: blocks[2].ops[3]: … [rule]`, in which long
 * names are cut; the caller frees. */
char *ss_fault_text (const SsFault *f);

typedef enum
{
  SS_READER_AUTO,   /* streams by simdjson where it was built in, documents by Jansson */
  SS_READER_JANSSON /* everything by Jansson */
} SsReader;

typedef struct
{
  guint threads;        /* 0 = one a core */
  guint max_errors;     /* faults kept; counting goes on */
  guint64 max_document; /* bytes of a document */
  guint64 max_line;     /* bytes of a line of a stream */
  guint64 max_unpacked; /* bytes after decompression */
  SsReader reader;
  /* called now and then from the thread that loads, with the bytes read so far; may be NULL */
  void (*progress) (guint64 bytes, gpointer data);
  gpointer progress_data;
} SsLoadOptions;

#define SS_LOAD_DEFAULTS { 0, 20, (guint64) 64 << 20, (guint64) 256 << 20, (guint64) 64 << 30, SS_READER_AUTO, NULL, NULL }

/* Loads a file, or standard input for "-".  On a fault of the format the error is SS_LOAD_ERROR_FORMAT and the first
 * max_errors faults, in the order of lines, are appended to `faults` (SsFault *, freed with ss_fault_free);
 * *nfaults is how many there are in all. */
SsProgram *ss_load (const char *file, const SsLoadOptions *options, GPtrArray *faults, guint64 *nfaults, GError **error);

void ss_fault_free (SsFault *f);

G_END_DECLS

#endif

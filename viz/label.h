/* Labels of a diagram: text of the input, as Graphviz must be given it so that every character comes out as itself.
 *
 * Graphviz expands `\N`, `\G`, `\l` … and character entities in labels, reads no string that ends in a lone backslash, and
 * refuses strings of 16,384 bytes.  So backslashes and ampersands are escaped here, in one place; control characters
 * are made visible; lines are wrapped; what does not fit is cut, with a mark.
 */
#ifndef SS_VIZ_LABEL_H
#define SS_VIZ_LABEL_H

#include <glib.h>

G_BEGIN_DECLS

/* A finished label is shorter than this, in bytes. */
#define SS_LABEL_BYTES 16000
/* An item (an operation, a saved value) is cut after so many characters, a name within it after so many bytes. */
#define SS_LABEL_ITEM 2000
#define SS_LABEL_NAME 800

typedef struct SsLabel SsLabel;

/* A label of left-aligned lines of at most `width` columns. */
SsLabel *ss_label_new (guint width);

/* Adds an item: `margin`, then the text, wrapped and indented below itself.  Items that no longer fit are counted, and the
 * label ends in `… N more`. */
void ss_label_add (SsLabel *l, const char *margin, const char *text);

/* Takes `l`: the value for Graphviz's label attribute; the caller frees. */
char *ss_label_finish (SsLabel *l);
void ss_label_free (SsLabel *l);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsLabel, ss_label_free)

/* A text on one centred line, cut after `max` characters; the caller frees. */
char *ss_label_short (const char *text, guint max);

/* Appends a name or constant of the input to an item's text; of one longer than SS_LABEL_NAME bytes the beginning and a
 * mark, so that the cost does not depend on its length. */
void ss_label_name (GString *to, const char *name);

G_END_DECLS

#endif

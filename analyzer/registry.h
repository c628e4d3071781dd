/* The registry of names: a JSON file (doc/registry.schema.json) that gives official names to records, so that a pickle can say
 * where it resumes.
 *
 * A record is known by its function, its callee and which of the calls of that callee it is:
 *   callee      a direct call: the symbol.  An indirect call: "*." and the field that the function pointer was read from, where it is
 *               read in the same block, else "*": functions that join the set of targets change nothing.  Any other operation: its name.
 *   occurrence  1, 2, …: its place among the operations of the function with that callee, in reverse postorder of the blocks
 *               (exits in their order, then handlers; blocks that cannot be reached come last, by number).
 * Neither block numbers nor names of variables are part of it.  The proposed name is FUNCTION/CALLEE/OCCURRENCE.
 */
#ifndef SS_ANALYZER_REGISTRY_H
#define SS_ANALYZER_REGISTRY_H

#include "classify.h"

#include <jansson.h>

G_BEGIN_DECLS

typedef struct SsRegistry SsRegistry;

#define SS_REGISTRY_ERROR (ss_registry_error_quark ())
GQuark ss_registry_error_quark (void);
typedef enum
{
  SS_REGISTRY_ERROR_READ,  /* cannot be read or parsed */
  SS_REGISTRY_ERROR_ENTRY  /* an entry is not as it must be, or doubles another */
} SsRegistryError;

SsRegistry *ss_registry_load (const char *file, GError **error);
void ss_registry_free (SsRegistry *r);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsRegistry, ss_registry_free)

/* By record of c->records: whether the registry has a name for it: an entry with the record's function, callee and occurrence, that
 * is not vanished and whose name is not null.  The caller frees. */
guint8 *ss_registry_named (const SsRegistry *r, const SsTerms *terms, const SsClasses *c);

/* The registry of the records that need names: those that are `stateless` or `special`.  `old` (NULL: none) is brought up to date:
 *   status "known"     was there, and is there: its name stays as it is
 *          "new"       was not there: it gets the proposed name
 *          "idle"      was there; the record is there, but needs no name any more (it is of another kind now)
 *          "vanished"  was there; there is no such record any more
 * A name stays what it is in all of these, null too: an entry with "name": null is a record that shall have no name.  A name that a vanished entry has
 * may be given to another one: the record goes by another function or callee now.  Entries are by function
 * (bytewise), callee, occurrence.  The caller owns the document. */
json_t *ss_registry_update (const SsRegistry *old, const SsTerms *terms, const SsClasses *c);

/* The callee's label and the occurrence of a record. */
typedef struct
{
  const char *callee; /* lent: by the program, or by the places */
  guint32 occurrence;
} SsPlace;

typedef struct
{
  SsPlace *places; /* owned: by record of c->records */
  GPtrArray *texts; /* owned: labels that are no names of the program */
} SsPlaces;

/* Of all records of c.  The program must outlive them; freed with ss_places_free(). */
SsPlaces *ss_places_new (const SsTerms *terms, const SsClasses *c);
void ss_places_free (SsPlaces *p);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SsPlaces, ss_places_free)

/* By record of c->records, whose places these are: the name that the registry (NULL: none) has for it, as ss_registry_named() means it, or
 * NULL.  past: a build of another day, whose records may be vanished since: then a vanished entry names its record too, where no other record of the
 * build has that name.  The caller frees the array; the names are lent by the registry. */
const char **ss_registry_names (const SsRegistry *r, const SsTerms *terms, const SsClasses *c, const SsPlaces *places, gboolean past);

G_END_DECLS

#endif

/* Ways and records, as the reports about chains and hops show them. */
#ifndef SS_VIZ_WAY_H
#define SS_VIZ_WAY_H

#include "analyzer/paths.h"
#include "viz/doc.h"
#include "viz/out.h"

G_BEGIN_DECLS

/* A way like a stack trace: a line for each record, outermost first, with its kind and what it saves, an arrow at blockers; then how it
 * ends.  `mark` is a record to point out, or SS_NONE. */
void ss_way_text (const SsActivation *a, const SsWay *w, guint32 mark, SsOut *out);

/* {"records": [ss_way_record_json()], "end": {"what": "source" | "frame" | "operation" | "unknown", "symbol": name or null}} */
json_t *ss_way_json (const SsActivation *a, const SsWay *w);

/* {"record", "kind", "blocker": "none" | "name" | "type" | "foreign", "saved": [{"variable", "type", "storage"}]} */
json_t *ss_way_record_json (const SsActivation *a, guint32 record);

/* How a way ends, a word: "source", "frame", "operation" (the last record unwinds by itself), "unknown" (it calls unknown targets). */
const char *ss_way_end (const SsActivation *a, const SsWay *w);

/* A record's name, made visible; the caller frees. */
char *ss_way_name (const SsActivation *a, guint32 record);

/* "3 x W_Root, Signed": what a record saves, by type; "nothing".  Visible text; the caller frees. */
char *ss_way_saved (const SsActivation *a, guint32 record);

/* What the report is about: the build, the policy, the registry.  `reduced` names the reduction that was applied. */
void ss_way_head (const SsActivation *a, const char *reduced, SsOut *out);
json_t *ss_way_head_json (const SsActivation *a, const char *reduced);

G_END_DECLS

#endif

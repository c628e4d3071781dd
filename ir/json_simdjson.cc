// simdjson behind a C interface: bytes in, tape out.  The DOM interface is used because it validates all of a text, and
// each line is parsed by itself because parse_many drops the line after a broken one without an error.
#include "ir/json.h"

#include <simdjson.h>

struct SsSimdjson
{
  simdjson::dom::parser parser;
};

static_assert (simdjson::SIMDJSON_PADDING <= SS_JSON_PADDING, "padding");

SsSimdjson *
ss_simdjson_new (void)
{
  return new SsSimdjson;
}

void
ss_simdjson_free (SsSimdjson *s)
{
  delete s;
}

const char *
ss_simdjson_parse (SsSimdjson *s, const char *bytes, gsize len, SsTape *tape)
{
  simdjson::error_code error = s->parser.parse (bytes, len, false).error ();

  if (error)
    return simdjson::error_message (error);
  tape->words = s->parser.doc.tape.get ();
  tape->strings = s->parser.doc.string_buf.get ();
  return nullptr;
}

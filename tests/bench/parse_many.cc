// The yardstick: what simdjson alone needs for a stream.  A whole process: it reads the file, parses every line, counts.
//   parse_many FILE LONGEST-LINE [threaded]
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <simdjson.h>

int
main (int argc, char **argv)
{
  if (argc < 3)
    return 2;
  simdjson::padded_string text;
  if (simdjson::padded_string::load (argv[1]).get (text))
    return 2;
  simdjson::dom::parser parser;
  parser.threaded = argc > 3 && !std::strcmp (argv[3], "threaded");
  std::size_t batch = std::strtoull (argv[2], nullptr, 10) + 64, records = 0, faults = 0;
  if (batch < simdjson::dom::DEFAULT_BATCH_SIZE)
    batch = simdjson::dom::DEFAULT_BATCH_SIZE;
  simdjson::dom::document_stream stream;
  if (parser.parse_many (text, batch).get (stream))
    return 2;
  for (auto doc : stream)
    if (doc.error ())
      faults++;
    else
      records++;
  std::printf ("%zu records, %zu faults\n", records, faults);
  return faults || !records;
}

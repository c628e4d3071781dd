# How much was fuzzed, and how often a target ended, by the logs of libFuzzer (a run that came to its end, one that was killed, one that found
# something) and by what AFL++ keeps.
mkdir -p names/default || exit
cat >records.log <<'log'
INFO: Seed: 1
#512	NEW    cov: 4 ft: 9 corp: 2/9b
#700	DONE   cov: 4 ft: 9 corp: 2/9b
stat::number_of_executed_units: 701
INFO: Seed: 2
#1024	pulse  cov: 4 ft: 9 corp: 2/9b
log
cat >readers-fast.log <<'log'
INFO: Seed: 3
#16	NEW    cov: 4 ft: 9 corp: 2/9b
SUMMARY: AddressSanitizer: heap-buffer-overflow ir/input.c:1:1 in read
stat::number_of_executed_units: 17
log
cat >names/default/fuzzer_stats <<'log'
run_time          : 300
execs_done        : 4000
execs_since_crash : 12
saved_crashes     : 2
saved_hangs       : 1
log
tests/fuzz/count records.log readers-fast.log names/default/fuzzer_stats

"""Makes the inputs of tests/hostile/cases: the right side of a case is an expression of what is defined here.

An input is bytes, an iterable of bytes, or an Input, which says besides in what surroundings the commands run.
"""
import bz2
import gzip
import itertools
import json
import lzma
import subprocess

SOURCE = "C:stacklet_switch"


class Input:
    """What a command reads, and what is around it."""

    def __init__(self, data=b"", *options, **around):
        self.data = data
        self.options = options  # for every command
        # name: of the file; kind: file, fifo, unfed (a FIFO that nobody writes), directory, missing, denied; output: where -o points; stdout: closed, full, gone;
        # read_only: the folder; stack, space: limits in KB; env; signal: sent as soon as it runs; standard: read from standard input
        self.around = around


def text(value):
    return json.dumps(value, separators=(",", ":")).encode()


def lines(*records):
    """A stream of these records, or bytes as they are; a generator among them is run through."""
    yield from (r + b"\n" if isinstance(r, bytes) else text(r) + b"\n" for r in
                itertools.chain.from_iterable([x] if isinstance(x, (dict, list, bytes)) else x for x in records))


HEADER = {"format": "stacksieve-graphs", "version": 1, "program": "p"}


def stream(*records):
    """A stream that says where it ends."""
    n = -1
    for n, line in enumerate(lines({**HEADER, "end": True}, *records)):
        yield line
    yield from lines({"end": n})


def function(name="f", **changed):
    """A function that calls the source with a value alive across the call, changed or (by ...) deprived of keys."""
    f = {"function": name, "vars": {"Signed": ["a", "r", "s", "b"]}, "return": 1, "blocks": [block(), {"in": ["b"]}]}
    f.update(changed)
    return {k: v for k, v in f.items() if v is not ...}


def block(**changed):
    b = {"in": ["a"], "ops": [["direct_call", "r", SOURCE], ["int_add", "s", "a", "r"]], "exits": [link()]}
    b.update(changed)
    return {k: v for k, v in b.items() if v is not ...}


def link(**changed):
    e = {"to": 1, "args": ["s"]}
    e.update(changed)
    return {k: v for k, v in e.items() if v is not ...}


def with_block(**changed):
    return stream(function(blocks=[block(**changed), {"in": ["b"]}]))


def with_link(**changed):
    return with_block(exits=[link(**changed)])


def raw(before, after):
    """The good stream with a text replaced, which need not be JSON any more."""
    assert before in GOOD
    return GOOD.replace(before, after)


GOOD = b"".join(stream(function()))
OPEN = b"".join(lines(HEADER, function()))
DOCUMENT = text({**HEADER, "functions": [function()]})


def zstd(data, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=data, stdout=subprocess.PIPE, check=True).stdout


def packed_zeros(size):
    """gzip of a line of so many blanks: a bomb."""
    return gzip.compress(b" " * size, mtime=0)


def nested(depth, key="x"):
    return b'{"' + key.encode() + b'":' + b"[" * depth + b"]" * depth + b"}"


def in_key(value):
    """The good stream with a value under a key that the format does not name."""
    return raw(b'"return":1', b'"return":1,"unknown":' + value)


# --- shapes ---

def functions(n):
    return ({"function": f"f{i}" if i else "f", "vars": {"Signed": ["a"]}, "return": 0, "blocks": [{"in": ["a"]}]} for i in range(n))


def row(n, source=0):
    """A function with n blocks in a row, the source called in one of them."""
    blocks = [{"in": [f"a{i}"], "ops": [["direct_call", f"r{i}", SOURCE]] if i == source else [], "exits": [{"to": i + 1, "args": [f"a{i}"]}]}
              for i in range(n)]
    return graph(blocks + [{"in": [f"a{n}"]}], n)


def graph(blocks, last=None, name="f", **more):
    """A function of these blocks, the variables of which are found in them."""
    found = [v for b in blocks for v in b["in"] + [op[1] for op in b.get("ops", []) if op[1]]
             + [v for h in b.get("handlers", []) for v in h["bind"] if v]]
    f = {"function": name, "vars": {"Signed": found}, "blocks": blocks, **more}
    return f if last is None else {**f, "return": last}


def exits(n, targets=1):
    """A block with n exits, to one block or to as many."""
    blocks = [{"in": ["a"], "ops": [["direct_call", "r", SOURCE]], "switch": "r",
               "exits": [{"to": 1 + i % targets, "args": ["a"], "case": i} for i in range(n)]}]
    blocks += [{"in": [f"b{i}"], "exits": [{"to": targets + 1, "args": [f"b{i}"]}]} for i in range(targets)]
    return graph(blocks + [{"in": ["z"]}], targets + 1)


def all_into_one(n):
    """Every block may go on or to the last."""
    blocks = [{"in": [f"a{i}"], "ops": [["direct_call", f"r{i}", SOURCE]], "switch": f"r{i}",
               "exits": [{"to": i + 1, "args": [f"a{i}"], "case": 0}, {"to": n, "args": [f"a{i}"], "case": "default"}]} for i in range(n)]
    return graph(blocks + [{"in": ["z"]}], n)


def self_loops(n):
    blocks = [{"in": [f"a{i}"], "ops": [["direct_call", f"r{i}", SOURCE, f"a{i}"]], "switch": f"r{i}",
               "exits": [{"to": i, "args": [f"a{i}"], "case": 0}, {"to": i + 1, "args": [f"a{i}"], "case": 1}]} for i in range(n)]
    return graph(blocks + [{"in": ["z"]}], n)


def unreachable(n):
    return graph([{"in": ["a"], "ops": [["direct_call", "r", SOURCE]], "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["z"]}]
                 + [{"in": [f"u{i}"], "exits": [{"to": 2 + (i + 1) % n, "args": [f"u{i}"]}]} for i in range(n)], 1)


def callers(n, targets):
    """n functions of one block; targets tells which functions the i-th one calls, and the first one calls the source too."""
    for i in range(n):
        ops = [["direct_call", f"r{k}", t if isinstance(t, str) else f"f{t}" if t else "f", "a"] for k, t in enumerate(targets(i))]
        if i == 0:
            ops.append(["direct_call", "s", SOURCE])
        yield graph([{"in": ["a"], "ops": ops, "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["z"]}], 1, f"f{i}" if i else "f")


def handlers(n):
    """A call with n handlers."""
    blocks = [{"in": ["a"], "ops": [["direct_call", "r", SOURCE]], "exits": [{"to": 1, "args": ["a"]}],
               "handlers": [{"catch": f"E{i}", "bind": [f"t{i}", f"v{i}"], "to": 1, "args": ["a"]} for i in range(n)]}]
    return graph(blocks + [{"in": ["z"]}], 1)


def values(n):
    """n values alive across a call that is in a loop, where they change places."""
    names = [f"v{i}" for i in range(n)]
    return graph([{"in": names, "ops": [["direct_call", "r", SOURCE]], "switch": "r",
                   "exits": [{"to": 0, "args": names[1:] + names[:1], "case": 0}, {"to": 1, "args": names[:1], "case": 1}]}, {"in": ["z"]}], 1)


def operands(n):
    return graph([{"in": ["a"], "ops": [["direct_call", "r", SOURCE] + ["a"] * n], "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["z"]}], 1)


def targets(n):
    """A call of n targets, each of which calls the source."""
    yield graph([{"in": ["a", "p"], "ops": [["indirect_call", "r", [f"g{i}" for i in range(n)], "p", "a"]],
                  "exits": [{"to": 1, "args": ["a"]}]}, {"in": ["z"]}], 1)
    for i in range(n):
        yield function(f"g{i}")


def supers(n):
    """n types, each of which extends the next."""
    for i in range(n):
        yield {"type": f"gc:T{i}", "super": f"gc:T{i + 1}"}


def alike(bits):
    """2^bits functions whose names have one value of g_str_hash: each C that is followed by e may become Dd^H…, here by pairs Cb, DA."""
    for choice in itertools.product(("Cb", "DA"), repeat=bits):
        yield function("".join(choice))


# --- names ---

def named(name):
    """The name in every place that has one."""
    v = [name + x for x in "arsb"]
    return stream({"type": "gc:" + name, "immutable": [name]}, {"external": "C:" + name, "callbacks": ["f"]},
                  {"function": "f", "file": name, "vars": {"gc:" + name: v}, "return": 1,
                   "blocks": [{"in": v[:1], "ops": [["direct_call", v[1], name], [name, v[2], v[0], {"const": name}]],
                               "exits": [{"to": 1, "args": v[2:3]}]}, {"in": v[3:]}]},
                  function(name))


def faulty(name):
    """A function of this name that lacks its blocks."""
    return stream(function(name, blocks=...))


def faulty_variables(name):
    """A variable of this name in each of the faults that tell one's name."""
    return stream(function("f", blocks=[block(), {"in": ["b", "b"], "ops": [["g", None, name], ["g", name, "a"], ["g", name]]}],
                           vars={"Signed": ["a", "r", "s", "b"], "gc:A": [name + "!", name + "!"]}))

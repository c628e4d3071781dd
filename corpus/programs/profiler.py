"""Stacklets take the profiler's C code along, which compiles only in programs that have a function that it profiles."""
try:
    from rpython.rlib import rvmprof
except ImportError:
    rvmprof = None


class Code(object):
    pass


if rvmprof is not None:
    try:
        rvmprof.register_code_object_class(Code, lambda code: 'nothing')
    except rvmprof.VMProfPlatformUnsupported:
        rvmprof = None


def profiled(code):
    return 0

if rvmprof is not None:
    profiled = rvmprof.vmprof_execute_code('nothing', lambda code: code)(profiled)
    profiled._dont_inline_ = True


def compile_profiler():
    """To be called once, somewhere in the program."""
    profiled(Code())

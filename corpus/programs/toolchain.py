"""What these programs take from the toolchain, by whichever names the one at hand has: rpython.*, or pypy.* up to PyPy 2.0.

Stacklets are in it from PyPy 1.7 on; before there is the stackless transform.
"""
try:
    from rpython.rtyper.lltypesystem import lltype, rffi
except ImportError:
    from pypy.rpython.lltypesystem import lltype, rffi

try:
    from rpython.rlib.rstacklet import StackletThread
except ImportError:
    try:
        from pypy.rlib.rstacklet import StackletThread
    except ImportError:
        StackletThread = None

if StackletThread is None:
    from pypy.rlib.rstack import stack_unwind
else:
    stack_unwind = None


config = None       # of the translation; a constant in it


def use_stacklets(driver):
    """To be called by the target."""
    global config
    config = driver.config
    config.translation.continuation = True


def new_thread():
    return StackletThread(config)       # PyPy 5.0 and later look it up themselves

"""An event loop in RPython with callbacks from C: timers in a heap, tasks as stacklets, sorting by C's qsort.

Translated by the toolchains of PyPy 1.7 to 7.3 (`PYTHONPATH=.. rpython eventloop.py`).  What the tool finds of it: the
comparison that qsort calls back may switch to another task, so that an activation of a C function lies on the stack of
that task; such a record is foreign, and no chain through it can be pickled.  Handlers that the loop itself calls are not
in the way.
"""
import os

from export_rpython import held_by
from profiler import compile_profiler
from toolchain import lltype, new_thread, rffi, use_stacklets

ARRAY = rffi.CArray(lltype.Signed)
COMPARE = lltype.Ptr(lltype.FuncType([rffi.VOIDP, rffi.VOIDP], rffi.INT))


class Task(object):
    """Something that runs until it waits, and goes on after that."""

    def __init__(self, loop, name):
        self.loop = loop
        self.name = name
        self.previous = None    # the task that ran when the loop switched to this one
        self.started = False
        self.finished = False

    def body(self):
        raise NotImplementedError

    def wait(self, delay):
        """Switches to the loop, which comes back after `delay`."""
        loop = self.loop
        loop.at(loop.now + delay, WakeUp(self))
        self.caller = loop.stacklets.switch(self.caller)


class Handler(object):
    def handle(self, loop):
        raise NotImplementedError


class WakeUp(Handler):
    _immutable_fields_ = ['task']

    def __init__(self, task):
        self.task = task

    def handle(self, loop):
        loop.switch_to(self.task)


class Count(Handler):
    """A handler that does not switch."""

    def handle(self, loop):
        loop.ticks += 1
        if loop.ticks < 3:
            loop.at(loop.now + 2, self)


class Timer(object):
    _immutable_fields_ = ['when', 'handler']

    def __init__(self, when, handler):
        self.when = when
        self.handler = handler


class Loop(object):
    def __init__(self):
        self.stacklets = new_thread()
        self.now = 0
        self.ticks = 0
        self.timers = []
        self.running = None
        self.log = ''

    def at(self, when, handler):
        """Puts a timer into the heap."""
        timers = self.timers
        timers.append(Timer(when, handler))
        i = len(timers) - 1
        while i > 0:
            parent = (i - 1) // 2
            if timers[parent].when <= timers[i].when:
                break
            timers[parent], timers[i] = timers[i], timers[parent]
            i = parent

    def earliest(self):
        """Takes the first timer out of the heap."""
        timers = self.timers
        first = timers[0]
        moved = timers.pop()
        if len(timers) > 0:
            timers[0] = moved
            i = 0
            while True:
                child = 2 * i + 1
                if child >= len(timers):
                    break
                if child + 1 < len(timers) and timers[child + 1].when < timers[child].when:
                    child += 1
                if timers[i].when <= timers[child].when:
                    break
                timers[child], timers[i] = timers[i], timers[child]
                i = child
        return first

    def run(self):
        while len(self.timers) > 0:
            self.dispatch(self.earliest())

    def dispatch(self, timer):
        self.now = timer.when
        timer.handler.handle(self)

    def switch_to(self, task):
        previous = self.running
        task.previous = previous
        held_by(previous, task, 'previous')
        self.running = task
        if task.started:
            handle = self.stacklets.switch(task.handle)
        else:
            task.started = True
            state.starting = task
            handle = self.stacklets.new(run_task)
        self.running = previous
        if self.stacklets.is_empty_handle(handle):
            task.finished = True
        else:
            task.handle = handle


class State(object):
    starting = None
    sorting = None
    comparisons = 0

state = State()


def run_task(handle, arg):
    """What runs on a task's stack."""
    task = state.starting
    state.starting = None
    task.caller = handle
    task.body()
    return task.caller


# Sorting by C

def compare(left, right):
    """Called back by qsort, in the task that sorts: it lets others run at every fourth comparison."""
    a = rffi.cast(rffi.CArrayPtr(lltype.Signed), left)[0]
    b = rffi.cast(rffi.CArrayPtr(lltype.Signed), right)[0]
    task = state.sorting
    state.comparisons += 1
    if task is not None and state.comparisons % 4 == 0:
        task.wait(1)
    if a < b:
        return rffi.cast(rffi.INT, -1)
    return rffi.cast(rffi.INT, a > b)


qsort = rffi.llexternal('qsort', [lltype.Ptr(ARRAY), rffi.SIZE_T, rffi.SIZE_T, COMPARE], lltype.Void,
                        random_effects_on_gcobjs=True)


def sort_in_c(items):
    n = len(items)
    array = lltype.malloc(ARRAY, n, flavor='raw')
    try:
        for i in range(n):
            array[i] = items[i]
        qsort(array, rffi.cast(rffi.SIZE_T, n), rffi.cast(rffi.SIZE_T, rffi.sizeof(lltype.Signed)), compare)
        return [array[i] for i in range(n)]
    finally:
        lltype.free(array, flavor='raw')


class SortTask(Task):
    def __init__(self, loop, name, items):
        Task.__init__(self, loop, name)
        self.items = items

    def body(self):
        state.sorting = self
        self.items = sort_in_c(self.items)
        state.sorting = None
        self.loop.log += '%s sorted, first %d\n' % (self.name, self.items[0])


class SleepTask(Task):
    def __init__(self, loop, name, times):
        Task.__init__(self, loop, name)
        self.times = times

    def body(self):
        while self.times > 0:
            self.times -= 1
            self.wait(3)
            self.loop.log += '%s at %d\n' % (self.name, self.loop.now)


def entry_point(argv):
    n = 8
    if len(argv) > 1:
        n = int(argv[1])
    compile_profiler()
    loop = Loop()
    items = [(i * 7 + 3) % n for i in range(n)]
    loop.at(1, WakeUp(SortTask(loop, 'sorter', items)))
    loop.at(1, WakeUp(SleepTask(loop, 'sleeper', 2)))
    loop.at(2, Count())
    loop.run()
    os.write(1, loop.log + '%d ticks\n' % loop.ticks)
    return 0


def target(driver, args):
    driver.exe_name = 'eventloop'
    use_stacklets(driver)
    return entry_point, None

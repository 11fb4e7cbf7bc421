"""Ctrl-C goes to every process of a terminal; only the one that a person speaks to hears it."""

import multiprocessing
import signal

from inreach.planner.search.parallel_search import start_deaf


def hears(pipe):
    pipe.send(signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()))


def test_a_process_of_the_planner_does_not_hear_ctrl_c_and_the_one_that_started_it_still_does():
    context = multiprocessing.get_context("spawn")
    mine, theirs = context.Pipe(duplex=False)
    context.Event()  # as the planner has one: it starts the process that tidies up, which changes what is heard
    child = context.Process(target=hears, args=(theirs,), daemon=True)
    start_deaf(child)
    assert mine.poll(60)
    assert mine.recv() is False
    child.join()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())

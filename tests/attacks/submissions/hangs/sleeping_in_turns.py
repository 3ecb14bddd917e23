"""Sleeps in many threads while the first one waits for them. Breach: the grader waits for ever."""

import threading
import time


def nap():
    while True:
        time.sleep(0.01)


def double(x):
    threads = [threading.Thread(target=nap) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

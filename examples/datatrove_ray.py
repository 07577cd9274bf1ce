"""Filter a crawl on a Ray cluster, or on this machine.

    python datatrove_ray.py crawl/ filtered/ 8

The last argument is the number of tasks. Start it again after a failure: finished tasks are not repeated.
"""

from __future__ import annotations

import sys

import ray
from datatrove.executor.ray import RayPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from spin_detect.integrations.datatrove import SpinFilter

if __name__ == "__main__":
    source, output, tasks = sys.argv[1:]
    ray.init()
    RayPipelineExecutor(
        pipeline=[
            JsonlReader(source),
            SpinFilter(exclusion_writer=JsonlWriter(f"{output}/dropped")),
            JsonlWriter(f"{output}/kept"),
        ],
        tasks=int(tasks),
        mem_per_cpu_gb=1,
        logging_dir=f"{output}/logs",
    ).run()

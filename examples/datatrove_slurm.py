"""Filter a crawl on a Slurm cluster.

    python datatrove_slurm.py /data/crawl /data/filtered

Each task takes its share of the input files. Start it again after a failure: finished tasks are not repeated.
"""

from __future__ import annotations

import sys

from datatrove.executor import SlurmPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from spin_detect.integrations.datatrove import SpinFilter

if __name__ == "__main__":
    source, output = sys.argv[1:]
    SlurmPipelineExecutor(
        pipeline=[
            JsonlReader(source),
            SpinFilter(exclusion_writer=JsonlWriter(f"{output}/dropped")),
            JsonlWriter(f"{output}/kept"),
        ],
        tasks=256,
        workers=64,
        time="08:00:00",
        partition="cpu",
        cpus_per_task=1,
        mem_per_cpu_gb=2,
        job_name="spin-filter",
        logging_dir=f"{output}/logs",
    ).run()

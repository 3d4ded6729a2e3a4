"""Judges exports that lie in a lake, as many at the same time as the cluster has cores; the report is that of one run.

    spark-submit --archives policytest.zip#policytest,project.zip#project spark.py s3a://lake/exports report.json

policytest.zip holds the unpacked package (bin/policytest.js), project.zip the policies and the configuration. A task takes
many exports at once, because reading the policies takes longer than judging a small one. It writes to a folder of its own
and gives back a report, so it can run twice, or be lost and run again. Reports are merged by tree, on the workers too.
What lies below a snapshot.yaml stays together: policies that see resources together see all of them.
"""

import argparse
import os
import posixpath
import shutil
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

from pyspark.sql import SparkSession

BATCH_BYTES = 64 << 20
BATCH_UNITS = 50
MERGED_AT_ONCE = 8
SNAPSHOTS = {"snapshot.yaml", "snapshot.yml"}


def unit_of(name, snapshots):
    """The folder of the outermost snapshot that the export is part of, or the export itself."""
    above = [str(folder) for folder in PurePosixPath(name).parents if str(folder) in snapshots]
    return above[-1] if above else name


def batches_of(files):
    """Files by batch: units in the order of their names, so many bytes or units to a batch."""
    snapshots = {posixpath.dirname(name) or "." for name, _ in files if posixpath.basename(name) in SNAPSHOTS}
    units = {}
    for name, size in sorted(files):
        units.setdefault(unit_of(name, snapshots), []).append((name, size))
    batches, bytes_left, units_left = [], 0, 0
    for unit in units.values():
        size = sum(size for _, size in unit)
        if size > bytes_left or units_left == 0:
            batches.append([])
            bytes_left, units_left = BATCH_BYTES, BATCH_UNITS
        batches[-1].extend(name for name, _ in unit)
        bytes_left, units_left = bytes_left - size, units_left - 1
    return batches


def policytest(config, folder, *args):
    """What policytest writes to standard output; 1 (findings) and 3 (nothing to judge) are answers, too."""
    command = ["node", os.path.join(config["policytest"], "bin", "policytest.js"), *args, "-r", "json"]
    env = {**os.environ, **config["env"]}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1, 3):
        raise RuntimeError(f"policytest ended with {done.returncode}: {done.stderr}")
    return done.stdout


def judge(config, exports):
    """The report on some exports, by their names below the lake's folder."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(config["project"], folder, dirs_exist_ok=True)
        for name, content in exports:
            file = Path(folder, "exports", name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return policytest(config, folder, "scan", "exports", "--now", config["now"])


def merge(config, reports):
    """One report of several."""
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{i}.json" for i, _ in enumerate(reports)]
        for name, report in zip(names, reports):
            Path(folder, name).write_text(report, encoding="utf-8")
        return policytest(config, folder, "merge", *names)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("lake")
    parser.add_argument("report")
    parser.add_argument("--policytest", default="policytest")
    parser.add_argument("--project", default="project")
    parser.add_argument("--now", default=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
    given = parser.parse_args()
    # Without SOURCE_DATE_EPOCH reports tell when they were made.
    env = {key: os.environ[key] for key in ["SOURCE_DATE_EPOCH"] if key in os.environ}
    config = {"policytest": given.policytest, "project": given.project, "now": given.now, "env": env}

    spark = SparkSession.builder.appName("policytest").getOrCreate()
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(given.lake)
    lake = spark.sparkContext._jvm.org.apache.hadoop.fs.Path(given.lake)
    lake = lake.getFileSystem(spark.sparkContext._jsc.hadoopConfiguration()).makeQualified(lake).toUri().getPath()
    name_of = lambda path: posixpath.relpath(path.split(":", 1)[1], lake) if ":" in path else path

    sizes = [(name_of(row.path), row.length) for row in files.select("path", "length").collect()]
    batch_of = {name: i for i, batch in enumerate(batches_of(sizes)) for name in batch}
    batches = len(set(batch_of.values()))
    reports = (
        files.select("path", "content")
        .rdd.map(lambda row: (batch_of[name_of(row.path)], (name_of(row.path), bytes(row.content))))
        .groupByKey(batches)
        .map(lambda batch: (batch[0], judge(config, batch[1])))
    )
    while batches > 1:
        batches = -(-batches // MERGED_AT_ONCE)
        reports = (
            reports.map(lambda numbered: (numbered[0] // MERGED_AT_ONCE, numbered[1]))
            .groupByKey(batches)
            .mapValues(lambda some: merge(config, list(some)))
        )
    [(_, report)] = reports.collect()
    Path(given.report).write_text(report, encoding="utf-8")
    spark.stop()


if __name__ == "__main__":
    main()

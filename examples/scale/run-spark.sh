#!/bin/sh
# Runs spark.py for real: 1,000 small exports on a local-cluster of two workers, one of which loses its process meanwhile.
# Ends with 0 when the report has the bytes of one process over everything. Needs Java, PySpark (pip install pyspark) and
# a built checkout (npm run build); says why where one of them is missing.
set -eu
checkout=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-python3}
command -v java >/dev/null || { echo 'no java: Spark needs one'; exit 2; }
"$python" -c 'import pyspark' 2>/dev/null || { echo "no pyspark for $python: pip install pyspark"; exit 2; }
[ -f "$checkout/dist/code/main.js" ] || { echo 'no dist: npm run build'; exit 2; }

work=$(mktemp -d)
driver=
trap 'if [ -n "$driver" ]; then kill "$driver" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=1790000000 PYSPARK_PYTHON="$python" PYSPARK_DRIVER_PYTHON="$python"
mkdir -p "$work/project/policies" "$work/lake"
cp "$checkout/examples/kubernetes-app/policies/no-floating-tags.yaml" "$work/project/policies"
"$python" - "$work/lake" <<'END'
import json, sys
from pathlib import Path
for i in range(1000):
    pods = [{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"pod-{i}-{n}", "namespace": f"ns-{n}"},
             "spec": {"containers": [{"name": "app", "image": "nginx" if (i + n) % 7 == 0 else f"nginx:1.{n}"}]}} for n in range(10)]
    file = Path(sys.argv[1], f"region-{i % 4}", f"cluster-{i:04}.json")
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": pods}, indent=2))
END

mkdir "$work/one" && cp -R "$work/project/." "$work/one" && cp -R "$work/lake" "$work/one/exports"
begin=$(date +%s)
(cd "$work/one" && node "$checkout/bin/policytest.js" scan exports -r "json=$work/expected.json" || [ $? -eq 1 ])
echo "one process: $(($(date +%s) - begin)) s"

begin=$(date +%s)
home=$("$python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
SPARK_HOME=$home SPARK_LOCAL_IP=127.0.0.1 "$home/bin/spark-submit" --master 'local-cluster[2,1,1024]' \
  --conf spark.ui.enabled=false --conf spark.executor.memory=512m --conf spark.task.maxFailures=8 \
  --conf "spark.local.dir=$work/spark" "$checkout/examples/scale/spark.py" \
  --policytest "$checkout" --project "$work/project" --now 2026-09-21T14:13:20Z \
  "$work/lake" "$work/report.json" >"$work/spark.log" 2>&1 &
driver=$!
# The processes of the workers are children of the driver: the first to judge is killed.
victim=
while [ -z "$victim" ] && kill -0 "$driver" 2>/dev/null; do
  for executor in $(pgrep -P "$driver" -f CoarseGrainedExecutorBackend); do
    if pgrep -P "$executor" >/dev/null; then victim=$executor; fi
  done
  sleep 0.2
done
[ -z "$victim" ] || { sleep 2; kill -9 "$victim" && echo "killed the worker $victim"; }
wait "$driver" || { tail -40 "$work/spark.log"; exit 1; }
driver=
echo "Spark: $(($(date +%s) - begin)) s"
grep -c 'Lost executor\|ExecutorLostFailure' "$work/spark.log" | sed 's/^/lines on lost executors: /'
cmp "$work/expected.json" "$work/report.json" && echo "the same $(wc -c <"$work/report.json") bytes"
